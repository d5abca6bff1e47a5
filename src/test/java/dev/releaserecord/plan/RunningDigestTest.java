package dev.releaserecord.plan;

import static dev.releaserecord.plan.Troubles.ONE;
import static dev.releaserecord.plan.Troubles.USERS;
import static dev.releaserecord.plan.Troubles.users;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.plan.ServiceState.RollingOut;
import dev.releaserecord.plan.ServiceState.Verified;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What pods run, by their imageID, held against what they are to run. */
class RunningDigestTest {

  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);
  private static final String OTHER = "r.io/g/users@" + B;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofSeconds(20);

  @Test
  void aReadyPodThatRunsAnotherDigestIsNamed() {
    Scene scene = Scene.of(ONE);
    Instant since = scene.at().minusSeconds(3600);
    scene.with(users().replicas(new Replicas(1, 1, 1, 1, true)).pod(USERS, OTHER, since));

    assertThat(scene.state("users").cause()).isEqualTo(Cause.DigestMismatch);
    assertThat(scene.state("users").message())
        .contains("container users of pod users-0", USERS, OTHER, "delete the pod");
  }

  @Test
  void whatAPodRunsIsNeverGuessed() {
    for (String unknown :
        List.of("", "sha256:" + "b".repeat(64), "x.io/y@sha256:" + "b".repeat(64))) {
      Scene scene = Scene.of(ONE);
      Instant since = scene.at().minusSeconds(3600);
      scene.with(users().replicas(new Replicas(1, 1, 1, 1, true)).pod(USERS, unknown, since));

      assertThat(scene.state("users")).as(unknown).isInstanceOf(Verified.class);
    }
  }

  /** One pod that says it runs the other digest, on a node that holds images under these. */
  private static Scene onANode(Duration since, List<Set<String>> images) {
    Scene scene = Scene.of(ONE);
    Node node =
        new Node(
            "node1",
            new Node.Health(null, images.size()),
            Map.of(),
            List.of(),
            Set.of(),
            Set.copyOf(images));
    Instant began = scene.at().minus(since);
    PodContainer container =
        new PodContainer(
            "users",
            ContainerRole.Main,
            USERS,
            OTHER,
            new PodContainer.Run(new ContainerState.Running(began, true), null, 0, true));
    return scene.with(
        users()
            .replicas(new Replicas(1, 1, 1, 1, true))
            .nodes(node)
            .pod("users-0", began, List.of(container)));
  }

  @Test
  void anIndexAndItsManifestAreOneImageIfTheNodeSaysSo() {
    assertThat(onANode(HOUR, List.of(Set.of(A, B))).state("users")).isInstanceOf(Verified.class);
    assertThat(onANode(HOUR, List.of(Set.of(A, "c"), Set.of(B, "d"))).state("users").cause())
        .isEqualTo(Cause.DigestMismatch);
  }

  @Test
  void aNodeIsGivenTheTimeToSaySo() {
    Scene scene = onANode(SECONDS, List.of());
    assertThat(scene.state("users")).isInstanceOf(RollingOut.class);
    assertThat(scene.state("users").cause()).isNull();
    assertThat(scene.plan().recheckAt()).contains(scene.at().plus(Duration.ofSeconds(40)));

    assertThat(scene.later(Duration.ofSeconds(40)).state("users").cause())
        .isEqualTo(Cause.DigestMismatch);
  }
}
