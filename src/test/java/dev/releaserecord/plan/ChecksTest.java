package dev.releaserecord.plan;

import static dev.releaserecord.plan.Troubles.A;
import static dev.releaserecord.plan.Troubles.users;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.Phase;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.check.CheckWanted;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.event.EventDraft;
import dev.releaserecord.status.event.EventProjector;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which checks are due, what their answers mean, and what they are not asked for again. */
class ChecksTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String CHECKED =
      """
      imagePrefix: r.io/g
      progressDeadline: 10m
      services:
      - name: users
        digest: "%s"
        checks:
        - {name: port, tcp: {host: users.gobee.svc, port: 8080}}
        - {name: smoke, job: {cronJob: db-smoke}}
      """
          .formatted(A);

  private static final String OF_RECORD =
      """
      imagePrefix: r.io/g
      checks: [{name: whole, tcp: {host: gobee, port: 80}}]
      services: [{name: users, digest: "%s"}]
      """
          .formatted(A);

  private static Scene ready(String spec) {
    return Scene.of(spec).with(users().steadyFor(HOUR));
  }

  private static List<String> due(Scene scene) {
    return scene.plan().checks().stream().map(it -> it.rule().name()).toList();
  }

  private static CheckStatus row(Scene scene, int index) {
    return scene.status().services().getFirst().checks().get(index);
  }

  private static Phase phase(Scene scene) {
    return scene.status().services().getFirst().phase();
  }

  private static Condition condition(Scene scene, ConditionType type) {
    return Conditions.find(scene.status().conditions(), type).orElseThrow();
  }

  /** Its checks have all passed. */
  private static Scene verified() {
    Scene scene = ready(CHECKED);
    scene.pass();
    scene.later(SECOND).answer(CheckOutcome.Passed, "");
    scene.pass();
    scene.later(SECOND).answer(CheckOutcome.Passed, "");
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Verified);
    return scene.later(SECOND);
  }

  @Test
  void aRunIsAnnouncedBeforeItBegins() {
    Scene scene = ready(CHECKED);
    assertThat(due(scene)).isEmpty();
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Checking);
    assertThat(row(scene, 0).outcome()).isEqualTo(CheckOutcome.Pending);
    assertThat(row(scene, 0).since()).isEqualTo(scene.at());

    CheckWanted wanted = scene.later(SECOND).plan().checks().getFirst();
    assertThat(wanted.since()).isEqualTo(row(scene, 0).since());
    assertThat(scene.later(HOUR).plan().checks()).containsExactly(wanted);
    assertThat(scene.plan().recheckAt()).isEmpty();
  }

  @Test
  void nothingIsAskedWhilePodsRoll() {
    Scene scene = Scene.of(CHECKED).with(users().steadyFor(Duration.ofSeconds(29)));
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.RollingOut);
    assertThat(row(scene, 0).since()).isNull();
  }

  @Test
  void theyRunInOrderAndAllHaveToPass() {
    Scene scene = ready(CHECKED);
    scene.pass();
    assertThat(due(scene.later(SECOND))).containsExactly("port");
    scene.answer(CheckOutcome.Passed, "");
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Checking);
    assertThat(row(scene, 0).took()).isEqualTo("1.25s");
    assertThat(condition(scene, ConditionType.ChecksPassed).getReason()).isEqualTo("ChecksPending");

    assertThat(due(scene.later(SECOND))).containsExactly("smoke");
    scene.answer(CheckOutcome.Passed, "");
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Verified);
    assertThat(condition(scene, ConditionType.ChecksPassed).getStatus()).isEqualTo("True");
    assertThat(condition(scene, ConditionType.Ready).getStatus()).isEqualTo("True");
  }

  @Test
  void whatPassedIsNotAskedAgain() {
    Scene scene = verified();
    scene.pass();
    assertThat(due(scene)).isEmpty();

    scene.with(users().steadyFor(Duration.ZERO).replicas(new Replicas(5, 5, 5, 2, true)));
    scene.pass();
    assertThat(phase(scene)).as("more pods").isEqualTo(Phase.Verified);
    scene.later(HOUR).with(users().replaced("nightly", scene.at()).steadyFor(HOUR));
    scene.pass();
    assertThat(phase(scene)).as("a restart of the same").isEqualTo(Phase.Verified);
    assertThat(due(scene)).isEmpty();
  }

  @Test
  void aChangedCheckIsAskedAgainAndTheOthersAreNot() {
    Scene scene = verified().spec(CHECKED.replace("8080", "8081"));
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Checking);
    assertThat(due(scene.later(SECOND))).containsExactly("port");
    scene.answer(CheckOutcome.Passed, "");
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Verified);
  }

  @Test
  void aLongerTimeoutIsNoOtherCheck() {
    Scene scene = verified().spec(CHECKED.replace("{name: port,", "{name: port, timeout: 5m,"));
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Verified);
  }

  @Test
  void aRetryAsksAllOfThemAgain() {
    Scene scene = verified().retry("1");
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Checking);
    assertThat(due(scene.later(SECOND))).containsExactly("port");
    scene.answer(CheckOutcome.Passed, "");
    scene.pass();
    assertThat(due(scene.later(SECOND))).containsExactly("smoke");
  }

  @Test
  void aWrongAnswerFailsTheServiceUntilSomethingChanges() {
    Scene scene = ready(CHECKED);
    scene.pass();
    scene.later(SECOND).answer(CheckOutcome.Failed, "users.gobee.svc:8080 refuses connections");
    Outcome outcome = scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Failed);
    assertThat(scene.status().services().getFirst().message())
        .startsWith("check port failed: users.gobee.svc:8080 refuses connections; declare")
        .contains("kubectl -n gobee annotate rr core --overwrite releaserecord.dev/retry=");
    assertThat(condition(scene, ConditionType.Ready).getReason()).isEqualTo("Failed");
    assertThat(condition(scene, ConditionType.ChecksPassed).getReason()).isEqualTo("CheckFailed");
    assertThat(EventProjector.between(outcome, scene.status()))
        .extracting(EventDraft::reason)
        .contains("CheckFailed", "Failed");

    scene.later(HOUR);
    Outcome later = scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Failed);
    assertThat(due(scene)).isEmpty();
    assertThat(EventProjector.between(later, scene.status())).isEmpty();
    scene.retry("again").pass();
    assertThat(phase(scene)).isEqualTo(Phase.Checking);
  }

  @Test
  void whatCannotBeAskedIsTriedUntilTheDeadlineAndThenStalls() {
    Scene scene = ready(CHECKED);
    scene.pass();
    scene.later(Duration.ofMinutes(1)).answer(CheckOutcome.Errored, "DNS does not know it");
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Checking);
    assertThat(scene.status().services().getFirst().message()).contains("is tried again: DNS");
    assertThat(condition(scene, ConditionType.ChecksPassed).getReason()).isEqualTo("CheckErrored");
    assertThat(Conditions.find(scene.status().conditions(), ConditionType.Stalled)).isEmpty();

    CheckWanted second = scene.later(SECOND).plan().checks().getFirst();
    assertThat(second.last()).isNotNull();
    scene.later(Duration.ofMinutes(10)).answer(CheckOutcome.Errored, "DNS does not know it");
    scene.pass();
    assertThat(condition(scene, ConditionType.Stalled).getReason()).isEqualTo("CheckErrored");
    assertThat(phase(scene)).isEqualTo(Phase.Checking);
    assertThat(due(scene.later(HOUR))).isEmpty();
    scene.retry("1").pass();
    assertThat(Conditions.find(scene.status().conditions(), ConditionType.Stalled)).isEmpty();
  }

  @Test
  void noJobIsMadeUnderAHold() {
    Scene scene =
        ready(CHECKED.replace("progressDeadline", "hold: {reason: no}\nprogressDeadline"));
    scene.pass();
    scene.later(SECOND).answer(CheckOutcome.Passed, "");
    scene.pass();
    assertThat(due(scene.later(SECOND))).isEmpty();
    assertThat(scene.status().services().getFirst().message())
        .contains("none is made under a hold");
    scene.spec(CHECKED).pass();
    assertThat(due(scene.later(SECOND))).containsExactly("smoke");
  }

  @Test
  void thoseOfTheRecordComeLastAndBlameTheRecord() {
    Scene scene = ready(OF_RECORD);
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Verified);
    assertThat(scene.plan().verified()).isFalse();
    assertThat(condition(scene, ConditionType.Ready).getReason()).isEqualTo("Checking");
    assertThat(condition(scene, ConditionType.Reconciling).getStatus()).isEqualTo("True");

    scene.later(SECOND).answer(CheckOutcome.Failed, "gobee:80 refuses connections");
    scene.pass();
    assertThat(phase(scene)).isEqualTo(Phase.Verified);
    assertThat(condition(scene, ConditionType.Ready).getReason()).isEqualTo("Failed");
    assertThat(condition(scene, ConditionType.Ready).getMessage())
        .contains("1/1 verified; check whole of the record failed. check whole failed: gobee:80");
    assertThat(scene.status().checks().getFirst().outcome()).isEqualTo(CheckOutcome.Failed);

    scene.later(SECOND).retry("1").pass();
    scene.later(SECOND).answer(CheckOutcome.Passed, "");
    scene.pass();
    assertThat(scene.plan().verified()).isTrue();
    assertThat(condition(scene, ConditionType.Ready).getStatus()).isEqualTo("True");
  }

  @Test
  void theRecordStallsWhereItsOwnCheckCannotBeRun() {
    Scene scene = ready(OF_RECORD);
    scene.pass();
    scene.later(HOUR).answer(CheckOutcome.Errored, "no route to gobee:80");
    scene.pass();
    assertThat(condition(scene, ConditionType.Stalled).getReason()).isEqualTo("CheckErrored");
    assertThat(condition(scene, ConditionType.Stalled).getMessage())
        .startsWith("check whole could not be run: no route to gobee:80; mend that, and have");
  }
}
