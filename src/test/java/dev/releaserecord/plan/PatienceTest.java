package dev.releaserecord.plan;

import static dev.releaserecord.plan.Troubles.A;
import static dev.releaserecord.plan.Troubles.ONE;
import static dev.releaserecord.plan.Troubles.container;
import static dev.releaserecord.plan.Troubles.crashing;
import static dev.releaserecord.plan.Troubles.pulling;
import static dev.releaserecord.plan.Troubles.stuck;
import static dev.releaserecord.plan.Troubles.users;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.PodContainer.Run;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several troubles at once, and clocks that nothing but another rollout sets back. */
class PatienceTest {

  private static final String TWO_WORKLOADS =
      """
      imagePrefix: r.io/g
      services:
      - name: users
        digest: "%s"
        workloads: [{kind: Deployment, name: users}, {kind: StatefulSet, name: queue}]
      """
          .formatted(A);

  @Test
  void aWorkloadThatNeedsAPersonOutweighsOneWhoseTroubleMayPass() {
    Scene scene = Scene.of(TWO_WORKLOADS);
    scene
        .with(users().pod("users-a", null, pulling()))
        .with(
            Subject.of(Kind.StatefulSet, "queue")
                .container("users", Troubles.USERS)
                .pod("queue-0", null, crashing(scene.at())));

    assertThat(stuck(scene).cause()).isEqualTo(Cause.CrashLoop);
    assertThat(stuck(scene).message()).startsWith("StatefulSet/queue: ");
  }

  @Test
  void amongPodsWhoseTroubleMayPassOneThatNeedsAPersonIsEnough() {
    Scene scene = Scene.of(ONE);
    scene.with(
        users()
            .replicas(new Replicas(2, 2, 2, 0, true))
            .pod("users-a", null, pulling())
            .pod("users-b", null, crashing(scene.at())));

    assertThat(stuck(scene).cause()).isEqualTo(Cause.ImagePullFailed);
    assertThat(stuck(scene).message()).contains("users-a", ". Also: ", "users-b");
  }

  @Test
  void aPodThatIsReadyBetweenTwoCrashesServesNobody() {
    Scene scene = Scene.of(ONE);
    Instant since = scene.at().minusSeconds(2);
    ContainerState state = new ContainerState.Running(since, true);
    Termination end = new Termination(1, 0, "Error", "", since.minusSeconds(20), "");
    Notice.Regarding pod = new Notice.Regarding("Pod", "users-a", "uid-users-a");
    scene.with(
        users()
            .replicas(new Replicas(1, 1, 1, 1, true))
            .pod("users-a", since, List.of(container(new Run(state, end, 4, true))))
            .notice(new Notice(pod, "users", "BackOff", "back-off", since.minusSeconds(5))));

    assertThat(stuck(scene).cause()).isEqualTo(Cause.CrashLoop);
    assertThat(scene.plan().recheckAt()).contains(since.plusSeconds(30));
  }

  @Test
  void aScaleUpDoesNotSetTheClockBack() {
    Scene scene = Scene.of(ONE).with(users());
    scene.pass();
    scene.later(Duration.ofMinutes(5)).with(users().replicas(new Replicas(2, 1, 1, 0, false)));
    scene.pass();
    scene.later(Duration.ofSeconds(1)).with(users().replicas(new Replicas(2, 2, 2, 0, true)));
    scene.pass();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.RollingOut.class);
    scene.later(Duration.ofMinutes(5));

    assertThat(stuck(scene).cause()).isEqualTo(Cause.DeadlineExceeded);
  }
}
