package dev.releaserecord.plan;

import dev.releaserecord.api.PlanRow;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import dev.releaserecord.status.Outcome;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays a release in which people open one gate after another, and writes down what every pass
 * shows and writes. What is pinned becomes ready by itself, as on a healthy cluster: a pass later,
 * and steady after the settle time.
 */
final class Rehearsal {

  private static final Duration SETTLE = Duration.ofSeconds(30);
  private static final int ENDLESS = 50;

  private final Scene scene;
  private final Map<String, Actor> actors = new LinkedHashMap<>();
  private final StringBuilder trace = new StringBuilder();
  private int passes;

  /** A Deployment with one container of the same name. */
  private static final class Actor {
    private UnaryOperator<Subject> traits;
    private String image;
    private @Nullable String set;
    private @Nullable Instant ready;
    private boolean rolls;

    private Actor(String image, UnaryOperator<Subject> traits) {
      this.image = image;
      this.traits = traits;
    }

    private Subject on(String name, Instant at) {
      Subject subject = traits.apply(Subject.deployment(name)).container(name, image);
      if (set != null) {
        subject.pinnedTo(set);
      }
      return ready == null ? subject : subject.steadyFor(Duration.between(ready, at));
    }
  }

  private Rehearsal(Scene scene) {
    this.scene = scene;
  }

  static Rehearsal of(String spec) {
    return new Rehearsal(Scene.of(spec));
  }

  /** A Deployment that serves with a tag. */
  Rehearsal running(String name) {
    return running(name, subject -> subject);
  }

  /**
   * The same.
   *
   * @param traits what is peculiar about it
   */
  Rehearsal running(String name, UnaryOperator<Subject> traits) {
    Actor actor = new Actor("r.io/g/" + name + ":1", traits);
    actor.ready = Instant.EPOCH;
    actors.put(name, actor);
    return this;
  }

  /** Somebody does something, and then passes follow until nothing moves any more. */
  Rehearsal then(String what, UnaryOperator<Scene> deed) {
    trace.append("== ").append(what).append('\n');
    scene.later(Duration.ofSeconds(1));
    var unused = deed.apply(scene);
    settle();
    return this;
  }

  /** Somebody sets the image of a Deployment by hand. */
  Rehearsal moved(String name, String image) {
    return then(
        name + " is moved to " + image + " by hand",
        it -> {
          actor(name).image = image;
          return it;
        });
  }

  /** What is peculiar about a Deployment, or stands around it, changes. */
  Rehearsal becomes(String name, String what, UnaryOperator<Subject> traits) {
    return then(
        what,
        it -> {
          actor(name).traits = traits;
          return it;
        });
  }

  String trace() {
    return trace.toString();
  }

  private Actor actor(String name) {
    return Objects.requireNonNull(actors.get(name), name);
  }

  private void settle() {
    for (int i = 0; i < ENDLESS; i++) {
      ReleaseRecordStatus before = scene.status();
      boolean moved = pass();
      if (!moved && scene.status().equals(before) && !advance()) {
        return;
      }
    }
    throw new AssertionError("it never settles:\n" + trace);
  }

  /** New pods start; those that have started prove themselves. Whether there are any. */
  private boolean advance() {
    boolean starting = false;
    for (Actor actor : actors.values()) {
      if (actor.rolls) {
        actor.rolls = false;
        actor.ready = scene.at();
        starting = true;
      }
    }
    boolean settling =
        actors.values().stream()
            .anyMatch(it -> it.ready != null && it.ready.plus(SETTLE).isAfter(scene.at()));
    if (!starting && settling) {
      scene.later(SETTLE);
    }
    return starting || settling;
  }

  private boolean pass() {
    actors.forEach((name, actor) -> scene.with(actor.on(name, scene.at())));
    ReleaseRecordStatus before = scene.status();
    Outcome outcome = scene.pass();
    List<String> writes = new ArrayList<>();
    for (ActionResult result : outcome.results()) {
      writes.add(write(result.action()));
    }
    if (!writes.isEmpty() || !scene.status().equals(before)) {
      tell(writes);
    }
    return !writes.isEmpty();
  }

  private String write(Action action) {
    if (!(action instanceof Action.Pin pin)) {
      throw new AssertionError("nothing but pins is rehearsed: " + action);
    }
    Actor actor = actor(pin.workload().name());
    Action.ImageChange change = pin.changes().getFirst();
    actor.image = change.to();
    actor.set = Objects.requireNonNull(scene.status().enforcedSet());
    actor.rolls = true;
    actor.ready = null;
    return pin.workload() + " " + change.from() + " → " + change.to();
  }

  private void tell(List<String> writes) {
    ReleaseRecordStatus status = scene.status();
    line("pass " + ++passes + ": " + status.summary());
    writes.forEach(it -> line("  writes " + it));
    for (ServiceStatus service : status.services()) {
      String cause = service.cause() == null ? "" : "/" + service.cause();
      line("  " + service.name() + " " + service.phase() + cause + ": " + service.message());
    }
    for (PlanRow row : status.plan()) {
      line("  would write " + row.workload() + " " + row.from() + " → " + row.to());
    }
    line(
        "  "
            + Arrays.stream(ConditionType.values())
                .flatMap(type -> Conditions.find(status.conditions(), type).stream())
                .map(Rehearsal::words)
                .collect(Collectors.joining(", ")));
  }

  private static String words(Condition condition) {
    return condition.getType() + "=" + condition.getStatus() + "/" + condition.getReason();
  }

  /** Digests by their first digits: a trace is read by people. */
  private void line(String text) {
    trace.append(text.replaceAll("(sha256:[0-9a-f]{6})[0-9a-f]{58}", "$1…")).append('\n');
  }
}
