package dev.releaserecord.plan;

import static dev.releaserecord.plan.Overdue.DRAIN;
import static dev.releaserecord.plan.Overdue.SOON;
import static dev.releaserecord.plan.Overdue.USERS;
import static dev.releaserecord.plan.Overdue.attempt;
import static dev.releaserecord.plan.Overdue.drained;
import static dev.releaserecord.plan.Overdue.message;
import static dev.releaserecord.plan.Overdue.overdue;
import static dev.releaserecord.plan.Overdue.row;
import static dev.releaserecord.plan.Troubles.A;
import static dev.releaserecord.plan.Troubles.ONE;
import static dev.releaserecord.plan.Troubles.users;
import static dev.releaserecord.scene.PodSketch.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.PlanRow;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is done about a workload that is stuck, and what is said of it, pass by pass. */
class ClearingTest {

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
          .containsExactly(
              new PlanRow("users", "Deployment/users", null, null, null, true, DRAIN, null));
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
