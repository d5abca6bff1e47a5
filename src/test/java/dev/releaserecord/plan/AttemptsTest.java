package dev.releaserecord.plan;

import static dev.releaserecord.plan.Overdue.DEADLINE;
import static dev.releaserecord.plan.Overdue.DRAIN;
import static dev.releaserecord.plan.Overdue.SOON;
import static dev.releaserecord.plan.Overdue.USERS;
import static dev.releaserecord.plan.Overdue.attempt;
import static dev.releaserecord.plan.Overdue.down;
import static dev.releaserecord.plan.Overdue.drained;
import static dev.releaserecord.plan.Overdue.message;
import static dev.releaserecord.plan.Overdue.newest;
import static dev.releaserecord.plan.Overdue.overdue;
import static dev.releaserecord.plan.Overdue.row;
import static dev.releaserecord.plan.Troubles.A;
import static dev.releaserecord.plan.Troubles.ONE;
import static dev.releaserecord.plan.Troubles.users;
import static dev.releaserecord.scene.PodSketch.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.ClearingAction;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When an attempt counts, how many there are, and what gives new ones, pass by pass. */
class AttemptsTest {

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
}
