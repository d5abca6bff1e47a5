package dev.releaserecord.plan.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.plan.Planner;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks.Drain;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way back from a drain is taken after its period, whatever holds. */
class DrainsTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PERIOD = Duration.ofSeconds(15);
  private static final WorkloadKey USERS = new WorkloadKey(Kind.Deployment, "users");
  private static final String UID = "uid-Deployment/users";
  private static final String A = "a".repeat(64);

  private static final String ONE =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, digest: "sha256:%s"}
      """
          .formatted(A);

  private static final Action RESTORE = new Action.Restore(USERS, UID, "3", 3);

  private static Subject users(Drain drain) {
    return Subject.deployment("users")
        .container("users", "r.io/g/users@sha256:" + A)
        .drained(drain);
  }

  private static Scene drained(String spec) {
    Scene scene = Scene.of(spec);
    return scene.with(users(new Drain("3", true, scene.at())));
  }

  @ParameterizedTest(name = "{0} s after it was drained: restored {1}")
  @CsvSource({"0, false", "14, false", "15, true", "3600, true"})
  void itIsScaledBackAfterThePeriod(long seconds, boolean restored) {
    var workload = users(new Drain("3", true, AT)).facts(AT).workload();

    assertThat(Drains.due(workload, PERIOD, AT.plusSeconds(seconds)).isPresent())
        .isEqualTo(restored);
    assertThat(Drains.ends(workload, PERIOD)).isEqualTo(AT.plus(PERIOD));
  }

  @Test
  void atOnceWhereNobodyKnowsSinceWhen() {
    var workload = users(new Drain("3", true, null)).facts(AT).workload();

    assertThat(Drains.due(workload, PERIOD, AT)).contains(RESTORE);
    assertThat(Drains.ends(workload, PERIOD)).isNull();
  }

  @Test
  void whoeverScaledItMeanwhileWins() {
    var workload = users(new Drain("3", false, AT)).facts(AT).workload();

    assertThat(Drains.due(workload, PERIOD, AT)).contains(new Action.LeaveScaled(USERS, UID, "3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "abc", "1.5", "99999999999", "03"})
  void aLabelThatIsNoNumberOfReplicasIsTakenOff(String label) {
    var workload = users(new Drain(label, true, AT)).facts(AT).workload();

    assertThat(Drains.due(workload, PERIOD, AT))
        .contains(new Action.LeaveScaled(USERS, UID, label));
  }

  @Test
  void nothingIsDueWhereNothingIsDrained() {
    var workload =
        Subject.deployment("users").container("users", "r.io/g/users:1").facts(AT).workload();

    assertThat(Drains.due(workload, PERIOD, AT)).isEmpty();
    assertThat(Drains.ends(workload, PERIOD)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hold: {reason: incident}\n",
        "approval: Required\n",
        "clearing: {policy: Report}\n",
        "dependencies: [{apiVersion: apps/v1, kind: StatefulSet, name: postgres}]\n"
      })
  void whateverHoldsIt(String gate) {
    Scene scene = drained(ONE + gate);
    assertThat(scene.actions()).doesNotContain(RESTORE);
    assertThat(scene.plan().recheckAt()).contains(scene.at().plus(PERIOD));

    scene.later(PERIOD);
    assertThat(scene.actions()).containsExactly(RESTORE);
    assertThat(scene.plan().work().clearing().owing()).isTrue();
  }

  @Test
  void alsoInARecordThatIsRefused() {
    String refused =
        ONE.replace("\"}", "\", after: [certs]}")
            + "- {name: certs, digest: \"sha256:%s\", after: [users]}\n".formatted(A);
    Scene scene = drained(refused);
    assertThat(scene.plan().stall()).isNotNull();

    scene.later(PERIOD);
    assertThat(scene.actions()).containsExactly(RESTORE);
  }

  @Test
  void aNewSetIsPinnedAndTheReplicasComeBackAsIfThereWereNone() {
    Scene scene = drained(ONE.replace(A, "b".repeat(64)));
    assertThat(scene.actions()).singleElement().isInstanceOf(Action.Pin.class);

    scene.later(PERIOD);
    assertThat(scene.actions()).as("one write at a time").containsExactly(RESTORE);
  }

  @Test
  void whatNoServiceNamesAnyMoreIsScaledBackAtOnce() {
    Scene scene = drained(ONE.replace("name: users", "name: certs"));

    assertThat(scene.actions()).contains(RESTORE);
  }

  @Test
  void aRecordThatGoesScalesBackAtOnce() {
    assertThat(Planner.farewell(drained(ONE).observe())).containsExactly(RESTORE);
    assertThat(Planner.farewell(Scene.of(ONE).observe())).isEmpty();
  }

  @Test
  void whatCouldNotBeScaledBackIsTriedAgain() {
    Scene scene = drained(ONE).later(PERIOD);
    scene.pass(List.of(new ActionResult.Superseded(RESTORE)));

    assertThat(scene.actions()).containsExactly(RESTORE);
    assertThat(scene.plan().work().clearing().owing()).isTrue();
  }

  @Test
  void aDrainedDeploymentIsNotClearedAnew() {
    Scene scene = drained(ONE);
    scene.passInVain();
    scene.later(Duration.ofHours(1));

    assertThat(scene.actions()).containsExactly(RESTORE);
    scene.passInVain();
    assertThat(scene.row("users", USERS).clearAttempts()).isZero();
  }
}
