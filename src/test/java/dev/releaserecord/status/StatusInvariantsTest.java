package dev.releaserecord.status;

import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every status, over random histories of specs, workloads, answers and time. */
class StatusInvariantsTest {

  private static final List<String> NAMES = List.of("users", "certs", "domains");
  private static final int STEPS = 400;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyStatusIsSound(long seed) {
    Random random = new Random(seed);
    Scene scene = Scene.of(spec(random));
    for (int step = 0; step < STEPS; step++) {
      disturb(scene, random);
      ReleaseRecordStatus before = scene.status();
      Outcome outcome = scene.pass(results(scene, random));
      String where = "seed " + seed + ", step " + step;
      sound(outcome, scene.status(), where);
      events(outcome, before, scene.status(), where);
      steady(scene, where);
    }
  }

  private static void sound(Outcome outcome, ReleaseRecordStatus status, String where) {
    List<Condition> conditions = status.conditions();
    long generation = outcome.observation().release().id().generation();
    assertThat(status.observedGeneration()).as(where).isEqualTo(generation);
    assertThat(conditions)
        .as(where)
        .allMatch(condition -> condition.getObservedGeneration() == generation)
        .allMatch(condition -> !condition.getMessage().isEmpty())
        .allMatch(condition -> condition.getReason().matches("[A-Z][A-Za-z]*"));
    assertThat(Conditions.find(conditions, ConditionType.Ready)).as(where).isPresent();
    boolean reconciling = Conditions.isTrue(conditions, ConditionType.Reconciling);
    boolean stalled = Conditions.isTrue(conditions, ConditionType.Stalled);
    assertThat(reconciling && stalled).as(where).isFalse();
    for (ConditionType abnormal : List.of(ConditionType.Reconciling, ConditionType.Stalled)) {
      assertThat(Conditions.find(conditions, abnormal).isPresent())
          .as(where)
          .isEqualTo(Conditions.isTrue(conditions, abnormal));
    }
    boolean ready = Conditions.isTrue(conditions, ConditionType.Ready);
    boolean allVerified =
        status.services().stream().allMatch(service -> service.phase() == Phase.Verified);
    assertThat(ready).as(where).isEqualTo(allVerified);
    assertThat(ready && (reconciling || stalled)).as(where).isFalse();
    if (ready) {
      assertThat(outcome.plan().actions()).as(where).isEmpty();
      assertThat(status.pinned()).as(where).isEqualTo(NAMES.size() + "/" + NAMES.size());
    }
  }

  /** A pass that finds everything as the last one left it says the same, byte for byte. */
  private static void steady(Scene scene, String where) {
    if (!scene.plan().actions().isEmpty()) {
      return;
    }
    scene.pass();
    ReleaseRecordStatus once = scene.status();
    Outcome again = scene.pass();
    assertThat(scene.status()).as(where).isEqualTo(once);
    assertThat(EventProjector.between(again, scene.status())).as(where).isEmpty();
  }

  private static void events(
      Outcome outcome, ReleaseRecordStatus before, ReleaseRecordStatus next, String where) {
    List<EventDraft> events = EventProjector.between(outcome, next);
    assertThat(events.stream().filter(event -> event.reason().equals("Pinned")).count())
        .as(where)
        .isLessThan(2);
    if (outcome.applied().findAny().isEmpty()) {
      assertThat(events).as(where).allMatch(EventDraft::warning);
    }
    if (before.equals(next) && outcome.applied().findAny().isEmpty()) {
      assertThat(events).as(where).isEmpty();
    }
  }

  private static List<ActionResult> results(Scene scene, Random random) {
    return scene.plan().actions().stream().map(action -> result(action, random)).toList();
  }

  private static ActionResult result(Action action, Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> new ActionResult.Forbidden(action, "grant patch");
      case 1 -> new ActionResult.Rejected(action, "a policy says no");
      case 2 -> new ActionResult.Superseded(action);
      case 3 -> new ActionResult.Unavailable(action, "503");
      case 4 -> new ActionResult.Withheld(action);
      case 5 -> new ActionResult.Conflicted(action);
      default -> new ActionResult.Applied(action);
    };
  }

  private static void disturb(Scene scene, Random random) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    switch (random.nextInt(6)) {
      case 0 -> scene.spec(spec(random));
      case 1 -> scene.later(Duration.ofSeconds(random.nextInt(700)));
      case 2 -> scene.without(new WorkloadKey(Kind.Deployment, name));
      default -> scene.with(subject(name, scene.at(), random));
    }
  }

  private static Subject subject(String name, Instant at, Random random) {
    String image =
        switch (random.nextInt(4)) {
          case 0 -> name + "@IGEST__";
          case 1 -> "elsewhere.io/other:1";
          default -> "r.io/g/" + name + "@" + digest(random);
        };
    Subject subject = deployment(name).container(name, image);
    return switch (random.nextInt(4)) {
      case 0 -> subject;
      case 1 -> subject.replicas(new Replicas(2, 2, 1, 1, true)).pod(image, "", at);
      case 2 -> subject.controlledBy("Ring/x");
      default -> subject.steadyFor(Duration.ofSeconds(random.nextInt(90)));
    };
  }

  private static String digest(Random random) {
    return "sha256:" + (random.nextBoolean() ? "a" : "b").repeat(64);
  }

  private static String spec(Random random) {
    StringBuilder spec = new StringBuilder("imagePrefix: r.io/g\n");
    if (random.nextInt(6) == 0) {
      spec.append("hold: {reason: incident}\n");
    }
    if (random.nextInt(8) == 0) {
      spec.append("approval: Required\n");
    }
    if (random.nextInt(3) == 0) {
      spec.append("drift: Report\n");
    }
    spec.append("maxInFlight: ").append(random.nextInt(3)).append("\nservices:\n");
    for (String name : NAMES) {
      spec.append("- {name: ").append(name);
      if (random.nextInt(5) != 0) {
        spec.append(", digest: \"").append(digest(random)).append('"');
      }
      if (!name.equals("users") && random.nextInt(3) == 0) {
        spec.append(", after: [users]");
      }
      spec.append("}\n");
    }
    return spec.toString();
  }
}
