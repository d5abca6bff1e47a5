package dev.releaserecord.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.scene.PodSketch;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every status, over random histories of specs, workloads, answers and time. */
class StatusInvariantsTest {

  private static final List<String> NAMES = List.of("users", "certs", "domains");
  private static final Map<String, Kind> KINDS =
      Map.of("users", Kind.Deployment, "certs", Kind.StatefulSet, "domains", Kind.DaemonSet);

  private static final String RDS = "users-rds";

  private static final References REFERENCES =
      new References(
          List.of(
              new ContainerEnv(
                  "users",
                  List.of(new ContainerEnv.Import(ObjectRef.secret(RDS), "", false)),
                  List.of())),
          List.of(),
          List.of());

  /** Each of three workloads has an attempt entered, made and watched. */
  private static final int SETTLED = 8;

  private static final int STEPS = 1_500;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyStatusIsSound(long seed) {
    Random random = new Random(seed);
    Random secrets = new Random(seed);
    Scene scene = Scene.of(spec(random));
    Set<Class<?>> acts = new HashSet<>();
    for (int step = 0; step < STEPS; step++) {
      disturb(scene, random);
      disturbSecret(scene, secrets);
      scene.recorded(random.nextInt(4) != 0);
      ReleaseRecordStatus before = scene.status();
      Outcome outcome = scene.pass(results(scene, random));
      String where = "seed " + seed + ", step " + step;
      outcome.results().forEach(result -> acts.add(result.action().getClass()));
      sound(outcome, scene.status(), where);
      events(outcome, before, scene.status(), where);
      careful(outcome, where);
      fit(outcome, scene.status(), where);
      counted(outcome, before, scene.status(), where);
      if (random.nextInt(4) == 0) {
        steady(scene, where);
      }
    }
    assertThat(scene.remembered()).isPositive();
    assertThat(acts)
        .contains(
            Action.Pin.class,
            Action.DeletePods.class,
            Action.EvictPod.class,
            Action.Restore.class,
            Action.LeaveScaled.class);
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

  /** What is done to stuck workloads is announced, and takes nothing that serves. */
  private static void careful(Outcome outcome, String where) {
    Observation observation = outcome.observation();
    assertThat(outcome.plan().recheckAt().filter(at -> !at.isAfter(observation.at())))
        .as(where)
        .isEmpty();
    for (Action action : outcome.plan().clearings()) {
      assertThat(observation.terms().recorded()).as(where).isTrue();
      assertThat(observation.previous().services().stream())
          .as(where)
          .flatMap(service -> service.workloads())
          .anyMatch(
              row ->
                  row.name().equals(action.workload().name())
                      && row.clearing() != null
                      && !row.clearing().done());
      WorkloadView.Found found = (WorkloadView.Found) observation.view(action.workload());
      switch (action) {
        case Action.DeletePods delete ->
            assertThat(found.pods()).as(where).noneMatch(pod -> pod.ready() && in(delete, pod));
        case Action.EvictPod _ ->
            assertThat(found.workload().strategy().onDelete()).as(where).isTrue();
        case Action.Drain drain -> {
          assertThat(drain.workload().kind()).as(where).isEqualTo(Kind.Deployment);
          assertThat(found.pods()).as(where).noneMatch(Pod::ready);
          assertThat(found.workload().marks().drain()).as(where).isNull();
        }
        case Action.Pin _, Action.Restore _, Action.LeaveScaled _, Action.Restart _ ->
            assertThat(action).as(where).isNull();
      }
    }
  }

  private static boolean in(Action.DeletePods delete, Pod pod) {
    return delete.pods().stream().anyMatch(it -> it.uid().equals(pod.id().uid()));
  }

  /** No attempt is forgotten, or counted twice. */
  private static void counted(
      Outcome outcome, ReleaseRecordStatus before, ReleaseRecordStatus next, String where) {
    if (outcome.observation().retried()) {
      return;
    }
    for (ServiceStatus service : next.services()) {
      for (WorkloadStatus row : service.workloads()) {
        before.services().stream()
            .filter(it -> it.name().equals(service.name()))
            .flatMap(it -> it.workloads().stream())
            .filter(it -> it.kind() == row.kind() && it.name().equals(row.name()))
            .flatMap(it -> Stream.ofNullable(it.clearing()))
            .filter(was -> Objects.equals(was.set(), next.enforcedSet()))
            .forEach(
                was -> {
                  ClearingAttempt now = Objects.requireNonNull(row.clearing(), where);
                  assertThat(now.spent() - was.spent()).as(where).isBetween(0, 1);
                  int more = row.clearAttempts() - attempts(before, row);
                  assertThat(more).as(where).isBetween(0, 1);
                  assertThat(now.spent() > was.spent() && more == 0).as(where).isFalse();
                  assertThat(was.done() && !now.done() && more == 0).as(where).isFalse();
                });
      }
    }
  }

  private static int attempts(ReleaseRecordStatus before, WorkloadStatus row) {
    return before.services().stream()
        .flatMap(service -> service.workloads().stream())
        .filter(it -> it.kind() == row.kind() && it.name().equals(row.name()))
        .mapToInt(WorkloadStatus::clearAttempts)
        .findFirst()
        .orElse(0);
  }

  /** Passes that find everything as the last one left it come to rest: byte for byte the same. */
  private static void steady(Scene scene, String where) {
    scene.recorded(true);
    ReleaseRecordStatus before = null;
    for (int pass = 0; pass < SETTLED && !scene.status().equals(before); pass++) {
      if (!scene.plan().actions().isEmpty()) {
        return;
      }
      before = scene.status();
      careful(scene.pass(), where);
    }
    assertThat(scene.status()).as(where).isEqualTo(before);
    // An act that the workloads of a scene do not follow is the same in every pass.
    boolean acts = scene.actions().findAny().isPresent();
    Outcome again = scene.pass();
    assertThat(EventProjector.between(again, scene.status()).isEmpty()).as(where).isEqualTo(!acts);
  }

  private static void events(
      Outcome outcome, ReleaseRecordStatus before, ReleaseRecordStatus next, String where) {
    List<EventDraft> events = EventProjector.between(outcome, next);
    assertThat(events.stream().filter(event -> event.reason().equals("Pinned")).count())
        .as(where)
        .isLessThan(2);
    boolean done =
        outcome.results().stream().anyMatch(result -> result instanceof ActionResult.Applied);
    if (!done) {
      assertThat(events).as(where).allMatch(EventDraft::warning);
    }
    if (before.equals(next) && !done) {
      assertThat(events).as(where).isEmpty();
    }
  }

  private static List<ActionResult> results(Scene scene, Random random) {
    return scene.actions().map(action -> result(action, random)).toList();
  }

  private static ActionResult result(Action action, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> new ActionResult.Forbidden(action, "grant patch");
      case 1 -> new ActionResult.Rejected(action, "a policy says no");
      case 2 -> new ActionResult.Superseded(action);
      case 3 -> new ActionResult.Unavailable(action, "503");
      case 4 -> new ActionResult.Withheld(action);
      case 5 -> new ActionResult.Conflicted(action);
      case 6 ->
          action instanceof Action.EvictPod
              ? new ActionResult.Postponed(action, "the budget needs 2")
              : new ActionResult.Applied(action);
      default -> new ActionResult.Applied(action);
    };
  }

  private static void disturb(Scene scene, Random random) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    switch (random.nextInt(9)) {
      case 0 -> {
        if (random.nextInt(3) == 0) {
          scene.spec(spec(random));
        }
      }
      case 1 -> scene.later(Duration.ofSeconds(random.nextInt(700)));
      case 2 -> scene.without(new WorkloadKey(kind(name), name));
      case 3 -> scene.retry(Integer.toString(random.nextInt(3)));
      case 4, 5 -> scene.later(Duration.ofMillis(random.nextInt(2000)));
      default -> scene.with(subject(name, scene.at(), random));
    }
  }

  /** Most of the time it is as it should be. */
  private static void disturbSecret(Scene scene, Random random) {
    switch (random.nextInt(20)) {
      case 0 -> scene.withoutSecret(RDS);
      case 1 -> scene.secret(RDS, "PORT");
      case 2 -> scene.unreadableSecret(RDS, "may not list secrets in namespace gobee: grant it");
      case 3 -> scene.unreadableSecret(RDS, "cannot read Secret users-rds: not now");
      case 4, 5, 6, 7, 8, 9, 10, 11 -> scene.secret(RDS, "HOST", "PORT");
      default -> {}
    }
  }

  /** Nothing is pinned that is not known to find what it needs, and the condition says so. */
  private static void fit(Outcome outcome, ReleaseRecordStatus status, String where) {
    Condition verified =
        Conditions.find(status.conditions(), ConditionType.SecretsVerified).orElseThrow();
    boolean unfit = false;
    for (ServicePlan service : outcome.plan().services()) {
      unfit |= service.secrets().root().isPresent();
      if (service.secrets().root().isPresent() || !service.secrets().undecided().isEmpty()) {
        assertThat(outcome.plan().work().pins())
            .as(where)
            .flatMap(Action.Pin::changes)
            .noneMatch(change -> change.service().equals(service.service().name()));
      }
    }
    assertThat(verified.getStatus().equals("False")).as(where).isEqualTo(unfit);
  }

  private static Kind kind(String name) {
    return Objects.requireNonNull(KINDS.get(name));
  }

  private static Subject subject(String name, Instant at, Random random) {
    String image =
        switch (random.nextInt(9)) {
          case 0 -> name + "@IGEST__";
          case 1 -> "elsewhere.io/other:1";
          default -> "r.io/g/" + name + "@" + digest(random);
        };
    Subject subject =
        Subject.of(kind(name), name)
            .strategy(new Strategy(false, !name.equals("users") && random.nextBoolean(), 0, false))
            .container(name, image);
    if (name.equals("users")) {
      subject.refers(REFERENCES);
    }
    return switch (random.nextInt(14)) {
      case 0 -> subject;
      case 1 -> subject.replicas(new Replicas(2, 2, 1, 1, true)).pod(image, "", at);
      case 2 -> subject.controlledBy("Ring/x");
      case 3 -> subject.drained(drain(at, random));
      case 4, 5, 6, 7, 8, 9 -> stuck(subject, at, random);
      case 10, 11 -> outdated(subject, at);
      default -> subject.steadyFor(Duration.ofSeconds(random.nextInt(90)));
    };
  }

  private static Marks.Drain drain(Instant at, Random random) {
    return new Marks.Drain(
        random.nextInt(5) == 0 ? "x" : "2",
        random.nextInt(3) != 0,
        random.nextInt(4) == 0 ? null : at.minusSeconds(random.nextInt(20)));
  }

  /** Two pods that serve, one of them of an older revision. */
  private static Subject outdated(Subject subject, Instant at) {
    return subject
        .replicas(new Replicas(2, 2, 1, 2, true))
        .pod(PodSketch.pod("pod-0").ready(at.minusSeconds(100)))
        .pod(PodSketch.pod("pod-1").old().ready(at.minusSeconds(100)));
  }

  /** Two pods, each with a trouble of its own. */
  private static Subject stuck(Subject subject, Instant at, Random random) {
    Node gone =
        new Node("gone", new Node.Health(at.minusSeconds(3600), 1), Map.of(), List.of(), Set.of());
    Node fine = new Node("node1", new Node.Health(null, 1), Map.of(), List.of(), Set.of());
    int available = random.nextInt(4) / 3;
    subject.replicas(new Replicas(2, 2, 2 - random.nextInt(2), available, true)).nodes(gone, fine);
    if (random.nextInt(6) == 0) {
      subject.scaling(new Surroundings.Scaling(random.nextBoolean(), List.of("hpa")));
    }
    for (int pod = 0; pod < 2; pod++) {
      subject.pod(trouble(PodSketch.pod("pod-" + pod), at, random));
    }
    return subject;
  }

  private static PodSketch trouble(PodSketch pod, Instant at, Random random) {
    if (random.nextInt(3) == 0) {
      pod.old();
    }
    return switch (random.nextInt(7)) {
      case 0 -> pod.crashing(at);
      case 1 -> pod.ready(at.minusSeconds(100));
      case 2 -> pod.on("gone").leaving(at.minusSeconds(60));
      case 3 -> pod.leaving(at.minusSeconds(60), "example.com/wait");
      case 4 -> pod.waiting("ImagePullBackOff");
      case 5 -> pod.crashing(at).migrating();
      default -> pod;
    };
  }

  private static String digest(Random random) {
    return "sha256:" + (random.nextBoolean() ? "a" : "b").repeat(64);
  }

  private static String spec(Random random) {
    StringBuilder spec = new StringBuilder("imagePrefix: r.io/g\n");
    spec.append("progressDeadline: ").append(random.nextInt(20) + 20).append("s\n");
    if (random.nextInt(6) == 0) {
      spec.append("hold: {reason: incident}\n");
    }
    if (random.nextInt(8) == 0) {
      spec.append("approval: Required\n");
    }
    if (random.nextInt(3) == 0) {
      spec.append("drift: Report\n");
    }
    if (random.nextInt(4) == 0) {
      spec.append("clearing: {policy: Report}\n");
    } else if (random.nextInt(4) == 0) {
      spec.append("clearing: {maxAttempts: 1}\n");
    }
    spec.append("maxInFlight: ").append(random.nextInt(3)).append("\nservices:\n");
    for (String name : NAMES) {
      spec.append("- {name: ").append(name);
      if (random.nextInt(5) != 0) {
        spec.append(", digest: \"").append(digest(random)).append('"');
      }
      spec.append(", workloads: [{kind: ").append(KINDS.get(name));
      spec.append(", name: ").append(name).append("}]");
      if (name.equals("users")) {
        spec.append(", secrets: [{name: " + RDS + ", keys: [HOST]}]");
      }
      if (!name.equals("users") && random.nextInt(3) == 0) {
        spec.append(", after: [users]");
      }
      spec.append("}\n");
    }
    return spec.toString();
  }
}
