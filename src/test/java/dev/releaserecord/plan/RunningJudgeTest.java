package dev.releaserecord.plan;

import static dev.releaserecord.plan.Troubles.ONE;
import static dev.releaserecord.plan.Troubles.USERS;
import static dev.releaserecord.plan.Troubles.crashing;
import static dev.releaserecord.plan.Troubles.fine;
import static dev.releaserecord.plan.Troubles.notReady;
import static dev.releaserecord.plan.Troubles.pulling;
import static dev.releaserecord.plan.Troubles.stuck;
import static dev.releaserecord.plan.Troubles.users;
import static dev.releaserecord.plan.Troubles.withoutKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.plan.ServiceState.RollingOut;
import dev.releaserecord.plan.ServiceState.Stuck;
import dev.releaserecord.plan.ServiceState.Verified;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a cause is shown, when it becomes Stuck, and what the clocks count from. */
class RunningJudgeTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Two pods wanted, of which one is ready. */
  private static Subject half(Scene scene) {
    return users()
        .replicas(new Replicas(2, 2, 2, 1, true))
        .pod("users-a", scene.at().minusSeconds(3600), fine(scene.at().minusSeconds(3600)));
  }

  private static Scene verified() {
    Scene scene = Scene.of(ONE).with(users().steadyFor(Duration.ofHours(1)));
    scene.pass();
    assertThat(scene.state("users")).isInstanceOf(Verified.class);
    return scene.later(Duration.ofHours(1));
  }

  private static void isRollingOut(Scene scene, Cause cause) {
    assertThat(scene.state("users")).isInstanceOf(RollingOut.class);
    assertThat(scene.state("users").cause()).isEqualTo(cause);
  }

  private static void isRolling(Scene scene) {
    assertThat(scene.state("users")).isInstanceOf(RollingOut.class);
    assertThat(scene.state("users").cause()).isNull();
  }

  @Test
  void whatDoesNotPassIsStuckAtOnce() {
    Scene scene = Scene.of(ONE).with(users().pod("users-a", null, withoutKey()));

    assertThat(stuck(scene).cause()).isEqualTo(Cause.MissingSecretKey);
    assertThat(stuck(scene).message())
        .isEqualTo(
            "Deployment/users: container users of pod users-a needs the key PORT of Secret"
                + " users-rds, which has no such key; add the key to the Secret, or mend the"
                + " reference in the manifest");
  }

  @Test
  void whatMayPassIsShownForFiveMinutes() {
    Scene scene = Scene.of(ONE).with(users().pod("users-a", null, pulling()));
    isRollingOut(scene, Cause.ImagePullFailed);
    assertThat(scene.plan().recheckAt()).contains(scene.at().plus(MINUTE.multipliedBy(5)));
    scene.pass();

    scene.later(Duration.ofSeconds(299));
    isRollingOut(scene, Cause.ImagePullFailed);
    scene.later(Duration.ofSeconds(1));
    assertThat(stuck(scene).cause()).isEqualTo(Cause.ImagePullFailed);
    scene.pass();
    scene.later(Duration.ofSeconds(1));
    assertThat(scene.state("users")).isInstanceOf(Stuck.class);
  }

  @Test
  void orForHalfTheDeadlineWhereThatIsShorter() {
    Scene scene =
        Scene.of(ONE.replace("{name: users,", "{name: users, progressDeadline: 4m,"))
            .with(users().pod("users-a", null, pulling()));
    scene.pass();

    scene.later(Duration.ofSeconds(119));
    isRollingOut(scene, Cause.ImagePullFailed);
    scene.later(Duration.ofSeconds(1));
    assertThat(scene.state("users")).isInstanceOf(Stuck.class);
  }

  @Test
  void aCauseThatPassedAndComesAgainHasItsTimeAnew() {
    Scene scene = Scene.of(ONE).with(users().pod("users-a", null, pulling()));
    scene.pass();
    scene.later(MINUTE.multipliedBy(4)).with(users().pod("users-a", null, notReady(scene.at())));
    scene.pass();
    isRolling(scene);

    scene.later(Duration.ofSeconds(10)).with(users().pod("users-b", null, pulling()));
    scene.pass();
    scene.later(MINUTE.multipliedBy(2));
    isRollingOut(scene, Cause.ImagePullFailed);
  }

  @Test
  void aDeploymentThatServesShowsItsCauseUntilTheDeadline() {
    Scene scene = Scene.of(ONE);
    scene.with(half(scene).pod("users-b", null, withoutKey()));
    isRollingOut(scene, Cause.MissingSecretKey);
    scene.pass();

    scene.later(MINUTE.multipliedBy(10).minusSeconds(1));
    isRollingOut(scene, Cause.MissingSecretKey);
    scene.later(Duration.ofSeconds(1));
    assertThat(stuck(scene).cause()).isEqualTo(Cause.MissingSecretKey);
  }

  @Test
  void aStatefulSetIsStuckThoughItServes() {
    Scene scene =
        Scene.of(
            ONE.replace(
                "{name: users,",
                "{name: users, workloads: [{kind: StatefulSet," + " name: users}],"));
    Instant since = scene.at().minusSeconds(3600);
    scene.with(
        Subject.of(Kind.StatefulSet, "users")
            .container("users", USERS)
            .replicas(new Replicas(2, 2, 2, 1, true))
            .pod("users-0", since, fine(since))
            .pod("users-1", null, withoutKey()));

    assertThat(stuck(scene).cause()).isEqualTo(Cause.MissingSecretKey);
  }

  @Test
  void theDeadlineEndsWhatNobodyCanExplain() {
    Scene scene = Scene.of(ONE).with(users());
    isRolling(scene);
    assertThat(scene.plan().recheckAt()).contains(scene.at().plus(MINUTE.multipliedBy(10)));
    scene.pass();
    scene.later(MINUTE.multipliedBy(10));

    assertThat(stuck(scene).cause()).isEqualTo(Cause.DeadlineExceeded);
    assertThat(stuck(scene).message()).contains("progressDeadline of 10m", "kubectl describe");
  }

  @Test
  void aMomentOfReadinessDoesNotSetTheClockBack() {
    Scene scene = Scene.of(ONE).with(users());
    scene.pass();
    scene.later(MINUTE.multipliedBy(5)).with(users().steadyFor(Duration.ZERO));
    scene.pass();
    isRolling(scene);
    scene.later(Duration.ofSeconds(5)).with(users());
    scene.pass();
    scene.later(MINUTE.multipliedBy(5).minusSeconds(6));
    isRolling(scene);
    scene.later(Duration.ofSeconds(1));

    assertThat(stuck(scene).cause()).isEqualTo(Cause.DeadlineExceeded);
  }

  @Test
  void verifiedEndsTheClock() {
    Scene scene = Scene.of(ONE).with(users());
    scene.pass();
    scene.later(MINUTE.multipliedBy(9)).with(users().steadyFor(MINUTE));
    scene.pass();
    assertThat(scene.state("users")).isInstanceOf(Verified.class);
    scene.later(MINUTE.multipliedBy(9)).with(users());

    isRolling(scene);
    assertThat(scene.plan().recheckAt()).contains(scene.at().plus(MINUTE.multipliedBy(10)));
  }

  @Test
  void aVerifiedServiceStaysSoWhileItServesAndItsTroubleMayPass() {
    Scene scene = verified();
    scene.with(half(scene).pod("users-b", null, pulling()));
    assertThat(scene.state("users")).isInstanceOf(Verified.class);
    assertThat(scene.plan().recheckAt()).contains(scene.at().plus(MINUTE.multipliedBy(5)));
    scene.pass();

    scene.later(Duration.ofSeconds(299));
    assertThat(scene.state("users")).isInstanceOf(Verified.class);
    scene.later(Duration.ofSeconds(1));
    isRollingOut(scene, Cause.ImagePullFailed);
  }

  @Test
  void butNotWhereItDoesNotPassOrNothingServes() {
    Scene broken = verified();
    broken.with(half(broken).pod("users-b", null, crashing(broken.at())));
    isRollingOut(broken, Cause.CrashLoop);

    Scene down = verified();
    down.with(users().pod("users-a", null, pulling()));
    isRollingOut(down, Cause.ImagePullFailed);
  }

  @Test
  void oneLastingTroubleIsNotHiddenByOneThatMayPass() {
    Scene scene = verified();
    scene.with(
        half(scene).pod("users-b", null, pulling()).pod("users-c", null, crashing(scene.at())));

    isRollingOut(scene, Cause.ImagePullFailed);
    assertThat(scene.state("users").message()).contains("users-b", ". Also: ", "users-c");
  }

  @Test
  void aRestartOfTheOperatorChangesNothing() {
    Scene scene = Scene.of(ONE).with(users().pod("users-a", null, pulling()));
    for (int minute = 0; minute < 12; minute++) {
      Observation seen = scene.observe();
      ReleaseRecordStatus read =
          YAML.unmarshal(YAML.asYaml(scene.status()), ReleaseRecordStatus.class);
      Plan anew =
          Planner.plan(
              new Observation(
                  seen.release(), read, seen.at(), seen.workloads(), seen.rivals(), seen.terms()));

      assertThat(anew.services()).isEqualTo(scene.plan().services());
      assertThat(anew.recheckAt()).isEqualTo(scene.plan().recheckAt());
      scene.pass();
      scene.later(MINUTE);
    }
    assertThat(scene.state("users")).isInstanceOf(Stuck.class);
  }

  @Test
  void theNextInstantAtWhichSomethingChangesIsTold() {
    Scene scene = Scene.of(ONE);
    Instant start = scene.at();
    scene.with(users().pod("users-a", null, notReady(start)));
    assertThat(scene.plan().recheckAt()).contains(start.plusSeconds(30));
    scene.pass();

    scene.later(Duration.ofSeconds(30));
    isRollingOut(scene, Cause.ProbeFailing);
    scene.pass();
    assertThat(scene.plan().recheckAt()).contains(start.plusSeconds(330));

    scene.later(MINUTE.multipliedBy(5));
    assertThat(stuck(scene).cause()).isEqualTo(Cause.ProbeFailing);
    scene.pass();
    scene.later(MINUTE.multipliedBy(5));
    assertThat(scene.plan().recheckAt()).isEmpty();
  }
}
