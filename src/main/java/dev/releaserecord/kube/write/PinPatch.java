package dev.releaserecord.kube.write;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A pin as a JSON patch (RFC 6902). It tests the uid and every value that the decision was based
 * on, so that a concurrent edit makes the whole patch fail; it touches the images and our label
 * alone.
 */
final class PinPatch {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String LABELS = "/metadata/labels";
  private static final String SET = LABELS + "/releaserecord.dev~1set";

  private final ArrayNode operations = JSON.arrayNode();

  private PinPatch() {}

  static String of(Pin pin) {
    PinPatch patch = new PinPatch();
    patch.test("/metadata/uid", pin.uid());
    for (ImageChange change : pin.changes()) {
      String container = path(pin.workload().kind(), change);
      patch.test(container + "/name", change.container());
      if (change.from().isEmpty()) {
        patch.write("add", container + "/image", change.to());
      } else {
        patch.test(container + "/image", change.from());
        patch.write("replace", container + "/image", change.to());
      }
    }
    patch.label(pin);
    return patch.operations.toString();
  }

  private static String path(Kind kind, ImageChange change) {
    String template =
        kind == Kind.CronJob ? "/spec/jobTemplate/spec/template/spec/" : "/spec/template/spec/";
    String list = change.slot().role() == ContainerRole.Main ? "containers/" : "initContainers/";
    return template + list + change.slot().index();
  }

  /** Nothing can be added below a map that is not there: test that it is absent, and add it. */
  private void label(Pin pin) {
    String before = pin.marks().set();
    if (pin.set().equals(before)) {
      return;
    }
    if (!pin.marks().labelled()) {
      test(LABELS, null);
      ObjectNode labels = JSON.objectNode().put("releaserecord.dev/set", pin.set());
      operations.add(operation("add", LABELS).set("value", labels));
      return;
    }
    test(SET, before);
    write("add", SET, pin.set());
  }

  private void test(String path, @Nullable String value) {
    operations.add(operation("test", path).put("value", value));
  }

  private void write(String verb, String path, String value) {
    operations.add(operation(verb, path).put("value", value));
  }

  private static ObjectNode operation(String verb, String path) {
    return JSON.objectNode().put("op", verb).put("path", path);
  }
}
