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
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.status.event.EventDraft;
import dev.releaserecord.status.event.EventProjector;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds of every status, over random histories of specs, workloads, answers and time; {@link
 * StatusInvariantsIT} has more of them.
 */
@Execution(ExecutionMode.CONCURRENT)
class StatusInvariantsTest {

  /** Each of three workloads has an attempt entered, made and watched. */
  private static final int SETTLED = 8;

  private static final int STEPS = 600;

  @ParameterizedTest
  @ValueSource(longs = 2)
  void everyStatusIsSound(long seed) {
    holds(seed, STEPS);
  }

  static void holds(long seed, int steps) {
    RandomHistory history = new RandomHistory(seed);
    Scene scene = history.scene();
    Set<Class<?>> acts = new HashSet<>();
    for (int step = 0; step < steps; step++) {
      history.goOn();
      ReleaseRecordStatus before = scene.status();
      Outcome outcome = scene.pass(history.results());
      String where = "seed " + seed + ", step " + step;
      outcome.results().forEach(result -> acts.add(result.action().getClass()));
      sound(outcome, scene.status(), where);
      events(outcome, before, scene.status(), where);
      careful(outcome, where);
      fit(outcome, scene.status(), where);
      counted(outcome, before, scene.status(), where);
      if (history.sometimes()) {
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
      int services = RandomHistory.NAMES.size();
      assertThat(status.pinned()).as(where).isEqualTo(services + "/" + services);
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
      assertThat(events)
          .as(where)
          .allMatch(event -> event.warning() || event.reason().equals("SecretRotated"));
    }
    if (before.equals(next) && !done) {
      assertThat(events).as(where).isEmpty();
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
}
