package dev.releaserecord.kube.write;

import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Kind;

/**
 * A pin as a patch. It tests the uid and every value that the decision was based on, so that a
 * concurrent edit makes the whole patch fail; it touches the images and our label alone.
 */
final class PinPatch {

  private static final String SET = "releaserecord.dev/set";

  private PinPatch() {}

  static String of(Pin pin) {
    JsonPatch patch = JsonPatch.of(pin.uid());
    for (ImageChange change : pin.changes()) {
      String container = path(pin.workload().kind(), change);
      patch.test(container + "/name", change.container());
      if (change.from().isEmpty()) {
        patch.add(container + "/image", change.to());
      } else {
        patch.test(container + "/image", change.from());
        patch.replace(container + "/image", change.to());
      }
    }
    String before = pin.marks().set();
    if (!pin.set().equals(before)) {
      patch.label(pin.marks().labelled(), SET, before, pin.set());
    }
    return patch.toString();
  }

  private static String path(Kind kind, ImageChange change) {
    String template =
        kind == Kind.CronJob ? "/spec/jobTemplate/spec/template/spec/" : "/spec/template/spec/";
    String list = change.slot().role() == ContainerRole.Main ? "containers/" : "initContainers/";
    return template + list + change.slot().index();
  }
}
