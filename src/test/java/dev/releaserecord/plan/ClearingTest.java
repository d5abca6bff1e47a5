package dev.releaserecord.plan;

import static dev.releaserecord.plan.Troubles.A;
import static dev.releaserecord.plan.Troubles.ONE;
import static dev.releaserecord.plan.Troubles.users;
import static dev.releaserecord.scene.PodSketch.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.ClearingAction;
import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.PlanRow;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From a workload that is stuck to what is done about it, pass by pass. */
class ClearingTest {

  private static final WorkloadKey USERS = new WorkloadKey(Kind.Deployment, "users");
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final String DRAIN = "scale to 0 and back to 1";

  private static Subject down() {
    return users().pod(pod("users-x"));
  }

  private static Subject drained(Scene scene) {
    return users().drained(new Marks.Drain("1", true, scene.at()));
  }

  /** Past its deadline, with nothing that anybody could tell. */
  private static Scene overdue(String spec) {
    Scene scene = Scene.of(spec).with(down());
    scene.passInVain();
    return scene.later(DEADLINE);
  }

  private static WorkloadStatus row(Scene scene) {
    return scene.row("users", USERS);
  }

  private static ClearingAttempt newest(Scene scene) {
    return Objects.requireNonNull(row(scene).clearing());
  }

  private static String message(Scene scene) {
    return scene.state("users").message();
  }

  /** Enters and makes an attempt, drains, restores, and waits until the next one. */
  private static void attempt(Scene scene) {
    scene.pass();
    scene.later(SOON);
    assertThat(scene.actions()).singleElement().isInstanceOf(Action.Drain.class);
    scene.pass();
    scene.with(drained(scene)).later(Duration.ofSeconds(15));
    assertThat(scene.actions()).singleElement().isInstanceOf(Action.Restore.class);
    scene.pass();
    scene.with(down());
  }

  @Test
  void anAttemptIsWrittenDownBeforeItIsMade() {
    Scene scene = overdue(ONE);
    assertThat(scene.actions()).isEmpty();
    assertThat(scene.plan().recheckAt()).contains(scene.at().plus(SOON));
    assertThat(message(scene)).endsWith("; clearing it: " + DRAIN + " (attempt 1 of 3)");
    scene.pass();
    assertThat(row(scene).clearAttempts()).isEqualTo(1);
    assertThat(newest(scene).done()).isFalse();

    scene.later(SOON).recorded(false);
    assertThat(scene.actions()).isEmpty();
    assertThat(scene.plan().recheckAt()).contains(scene.at().plusSeconds(1));
    scene.recorded(true);
    assertThat(scene.actions())
        .containsExactly(new Action.Drain(USERS, "uid-Deployment/users", "1", 1, true));
    scene.pass();
    assertThat(newest(scene).done()).isTrue();
  }

  @Test
  void aCrashCostsAnAttemptAndMakesNoneMore() {
    Scene scene = overdue(ONE);
    scene.pass();
    scene.later(SOON);
    scene.passInVain();
    assertThat(scene.actions()).as("entered, and not made").hasSize(1);

    scene.with(drained(scene));
    scene.passInVain();
    assertThat(newest(scene).done()).as("made, and seen to be").isTrue();
    scene.later(Duration.ofSeconds(15));
    scene.pass();
    scene.with(down());
    assertThat(scene.actions()).isEmpty();
    assertThat(row(scene).clearAttempts()).isEqualTo(1);
    assertThat(newest(scene).spent()).isEqualTo(1);
  }

  @Test
  void whatDoesNotHelpIsSpent() {
    Scene scene = overdue(ONE);
    for (int attempt = 1; attempt < 4; attempt++) {
      attempt(scene);
      assertThat(message(scene))
          .endsWith("; cleared " + attempt + " of 3 times (last: " + DRAIN + "), and is watched");
      assertThat(scene.service("users").stall()).as("attempt %d is watched", attempt).isNull();
      Instant next = scene.plan().recheckAt().orElseThrow();
      assertThat(next)
          .isEqualTo(Objects.requireNonNull(newest(scene).at()).plus(Duration.ofSeconds(315)));
      scene.later(Duration.between(scene.at(), next));
    }
    scene.pass();

    Stall stall = Objects.requireNonNull(scene.service("users").stall());
    assertThat(stall.reason()).isEqualTo(StallReason.ClearingSpent);
    assertThat(stall.message())
        .contains("progressDeadline of 10m")
        .endsWith(
            "; cleared 3 of 3 times (last: scale to 0 and back to 1), and that was all; mend what"
                + " keeps it down, then annotate the record: releaserecord.dev/retry=<any new"
                + " value>");
    assertThat(Conditions.find(scene.status().conditions(), ConditionType.Stalled))
        .hasValueSatisfying(it -> assertThat(it.getReason()).isEqualTo("ClearingSpent"));
    assertThat(scene.actions()).isEmpty();
    assertThat(scene.plan().recheckAt()).isEmpty();
  }

  @Test
  void aLongDrainDoesNotEatTheTimeOfItsPods() {
    Scene scene = overdue(ONE + "clearing: {drainPeriod: 10m}\n");
    scene.pass();
    scene.later(SOON).pass();
    scene.with(drained(scene)).later(DEADLINE);
    scene.pass();
    scene.with(down());

    assertThat(scene.actions()).isEmpty();
    assertThat(message(scene)).endsWith(", and is watched");
  }

  @Test
  void aDrainIsSaidAndItsCauseIsKept() {
    Scene scene = overdue(ONE);
    scene.pass();
    scene.later(SOON).pass();
    scene.with(drained(scene));

    assertThat(scene.state("users"))
        .isEqualTo(
            new ServiceState.Stuck(
                Cause.DeadlineExceeded,
                "Deployment/users is scaled to 0 to clear it, and goes back to 1 replicas after"
                    + " 15s"));
    assertThat(scene.plan().recheckAt()).contains(scene.at().plusSeconds(15));
  }

  @Test
  void aHoldLetsNothingBeCleared() {
    for (String hold : List.of("hold: {reason: incident}\n", "clearing: {policy: Report}\n")) {
      Scene scene = overdue(ONE + hold);
      scene.pass();

      assertThat(scene.actions()).as(hold).isEmpty();
      assertThat(row(scene).clearAttempts()).as(hold).isZero();
      assertThat(scene.status().plan())
          .as(hold)
          .containsExactly(new PlanRow("users", "Deployment/users", null, null, null, true, DRAIN));
      assertThat(message(scene)).as(hold).endsWith("; else: " + DRAIN);
      assertThat(scene.plan().work().clearing().clearances())
          .as(hold)
          .allMatch(it -> it.recheckAt() == null);
    }
  }

  @Test
  void aHoldThatComesBetweenEntryAndActStopsIt() {
    Scene scene = overdue(ONE);
    scene.pass();
    scene.later(SOON).spec(ONE + "hold: {reason: incident}\n");

    assertThat(scene.actions()).isEmpty();
    assertThat(message(scene)).contains("because it is on hold (incident)");
    scene.pass();
    scene.later(Duration.ofHours(1)).spec(ONE);
    scene.pass();
    assertThat(scene.actions()).hasSize(1);
    assertThat(row(scene).clearAttempts()).isEqualTo(1);
  }

  @Test
  void whatIsRefusedSaysWhy() {
    Scene scene = overdue(ONE);
    scene.with(users().pod(pod("users-x").migrating()));

    assertThat(scene.actions()).isEmpty();
    assertThat(message(scene)).contains("; it is not cleared: an init container runs");
    scene.pass();
    assertThat(row(scene).clearAttempts()).isZero();
  }

  @Test
  void tryingAgainDeletesWhatBacksOffOnce() {
    Scene scene = Scene.of(ONE);
    scene.with(users().pod(pod("users-x").crashing(scene.at())));
    scene.pass();
    assertThat(scene.actions()).isEmpty();

    scene.retry("1").pass();
    assertThat(scene.status().lastHandledRetry()).isEqualTo("1");
    assertThat(newest(scene).action()).isEqualTo(ClearingAction.RestartPods);
    scene.later(SOON);
    assertThat(scene.actions())
        .singleElement()
        .satisfies(
            it ->
                assertThat(((Action.DeletePods) it).pods())
                    .extracting(pod -> pod.uid())
                    .containsExactly("uid-users-x"));
    scene.pass();
    scene.with(users().pod(pod("users-y").crashing(scene.at())));
    assertThat(scene.actions()).as("the next one is not bounced").isEmpty();
  }

  @Test
  void tryingAgainGivesANewBudget() {
    Scene scene = overdue(ONE + "clearing: {maxAttempts: 1}\n");
    attempt(scene);
    scene.later(DEADLINE).pass();
    assertThat(scene.service("users").stall()).isNotNull();

    scene.retry("1").pass();
    assertThat(scene.service("users").stall()).isNull();
    assertThat(row(scene).clearAttempts()).isEqualTo(1);
    assertThat(newest(scene).done()).isFalse();
  }

  @Test
  void alsoWhereNothingCanBeDoneJustNow() {
    Scene scene = overdue(ONE + "clearing: {maxAttempts: 1}\n");
    attempt(scene);
    scene.later(DEADLINE).pass();
    scene.retry("1").without(USERS).pass();
    assertThat(scene.status().lastHandledRetry()).isEqualTo("1");

    assertThat(row(scene).clearAttempts()).isZero();
    assertThat(row(scene).clearing()).isNull();
  }

  @Test
  void anotherSetHasABudgetOfItsOwn() {
    Scene scene = overdue(ONE + "clearing: {maxAttempts: 1}\n");
    attempt(scene);
    String other = "b".repeat(64);
    scene
        .spec(ONE.replace(A, "sha256:" + other))
        .with(
            Subject.deployment("users")
                .container("users", "r.io/g/users@sha256:" + other)
                .pod(pod("users-x")));
    scene.pass();

    assertThat(row(scene).clearAttempts()).isZero();
    assertThat(row(scene).clearing()).isNull();
  }

  @Test
  void theRecordStaysWhileADrainMayStillComeToBe() {
    Scene scene = overdue(ONE);
    scene.pass();
    scene.later(SOON).passInVain();
    assertThat(scene.plan().work().clearing().owing()).isTrue();
    assertThat(Planner.drainPossible(scene.observe())).isTrue();

    scene.retry("1").spec(ONE.replace(A, "sha256:" + "b".repeat(64)));
    assertThat(scene.plan().work().clearing().owing()).as("another set, another budget").isTrue();
    scene.without(USERS);
    assertThat(scene.plan().work().clearing().owing()).as("nothing to clear").isTrue();
    scene.later(Duration.ofMinutes(2));
    assertThat(scene.plan().work().clearing().owing()).isFalse();
    assertThat(Planner.drainPossible(scene.observe())).isFalse();
  }

  @Test
  void podsOnALostNodeGoAlsoWhereOthersServe() {
    Scene scene = Scene.of(ONE);
    Instant since = scene.at().minusSeconds(3600);
    Node gone = new Node("node1", new Node.Health(since, 1), Map.of(), List.of(), Set.of());
    Node fine = new Node("node2", new Node.Health(null, 1), Map.of(), List.of(), Set.of());
    scene.with(
        users()
            .replicas(new Replicas(1, 1, 1, 1, true))
            .nodes(gone, fine)
            .pod(pod("users-x").leaving(scene.at().minusSeconds(60)))
            .pod(pod("users-y").on("node2").ready(since)));
    scene.pass();
    scene.later(SOON);

    assertThat(scene.actions())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(((Action.DeletePods) it).force()).isTrue();
              assertThat(((Action.DeletePods) it).pods())
                  .extracting(pod -> pod.name())
                  .containsExactly("users-x");
            });
  }

  @Test
  void aBudgetThatSaysLaterIsNamedAndWaitedFor() {
    Scene scene =
        Scene.of(
            ONE.replace(
                "{name: users,", "{name: users, workloads: [{kind: DaemonSet, name: users}],"));
    Instant since = scene.at().minusSeconds(3600);
    scene.with(
        Subject.of(Kind.DaemonSet, "users")
            .container("users", Troubles.USERS)
            .strategy(new Strategy(false, true, 0, false))
            .replicas(new Replicas(1, 1, 0, 1, true))
            .pod(pod("users-x").old().ready(since)));
    scene.pass();
    scene.later(SOON);
    Action evict = scene.actions().findFirst().orElseThrow();
    assertThat(evict).isInstanceOf(Action.EvictPod.class);
    for (int pass = 0; pass < 2; pass++) {
      scene.pass(List.of(new ActionResult.Postponed(evict, "the budget needs 1")));
      assertThat(scene.status().services().getFirst().message())
          .endsWith("; clearing it: evict pod users-x; the budget needs 1");
      assertThat(scene.row("users", evict.workload()).clearAttempts()).isEqualTo(1);
      assertThat(scene.actions()).containsExactly(evict);
    }
  }

  @Test
  void aSteadyStateSaysTheSameAgain() {
    Scene scene = overdue(ONE);
    attempt(scene);
    for (int pass = 0; pass < 3; pass++) {
      scene.pass();
      var before = scene.status();
      scene.later(Duration.ofSeconds(7)).pass();
      assertThat(scene.status()).isEqualTo(before);
    }
  }

  @Test
  void whatIsForbiddenIsSaidTheSameAgain() {
    Scene scene = overdue(ONE);
    scene.pass();
    scene.later(SOON);
    var first = scene.status();
    for (int pass = 0; pass < 3; pass++) {
      scene.pass(
          scene
              .actions()
              .<ActionResult>map(it -> new ActionResult.Forbidden(it, "may not scale"))
              .toList());
      assertThat(message(scene)).contains("attempt 1 of 3");
      assertThat(row(scene).clearAttempts()).isEqualTo(1);
      var said = scene.status();
      if (pass > 0) {
        assertThat(said).isEqualTo(first);
      }
      first = said;
      scene.later(Duration.ofSeconds(20));
    }
  }
}
