package dev.releaserecord.kube.cache.projection;

import static dev.releaserecord.kube.cache.projection.PodManifest.HEALTHY;
import static dev.releaserecord.kube.cache.projection.PodManifest.pod;
import static dev.releaserecord.kube.cache.projection.PodManifest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodProjectionsTest {

  @Test
  void aHealthyPodOfADeployment() {
    Pod pod = pod(HEALTHY);

    assertThat(pod.id()).isEqualTo(new Pod.Identity("users-7769c9579-bb49n", "uid-1", "7"));
    assertThat(pod.owner())
        .isEqualTo(new Pod.Owner.OfWorkload(new WorkloadKey(Kind.Deployment, "users")));
    assertThat(pod.revision()).isEqualTo("7769c9579");
    assertThat(pod.life())
        .isEqualTo(
            new Pod.Life(
                Instant.parse("2026-11-21T11:10:30Z"),
                Instant.parse("2026-11-21T11:10:40Z"),
                null,
                null,
                List.of()));
    assertThat(pod.placement()).isEqualTo(new Pod.Placement("node1", null));
    assertThat(pod.ready()).isTrue();
  }

  @Test
  void theSecretsThatItWasMadeWithAreKnownByName() {
    assertThat(pod(HEALTHY).template().secrets()).isEmpty();
    String reading =
        HEALTHY.replace(
            "image: \"repo/users:1\"",
            "image: \"repo/users:1\", envFrom: [{secretRef: {name: users-rds}}]");
    assertThat(pod(reading).template())
        .isEqualTo(new Pod.Template("7769c9579", List.of("users-rds")));
  }

  @Test
  void aReadyPodIsReadyThoughNobodySaysSinceWhen() {
    String silent = HEALTHY.replace(", lastTransitionTime: \"2026-11-21T11:10:35Z\"", "");

    assertThat(silent).isNotEqualTo(HEALTHY);
    assertThat(pod(silent).ready()).isTrue();
    assertThat(pod(silent.replace("status: \"True\"", "status: \"False\"")).ready()).isFalse();
  }

  @Test
  void nothingIsKnownOfAPodThatNobodyHasLookedAt() {
    Pod pod =
        pod(
            """
            metadata:
              name: web-0
              uid: uid-1
              labels: {controller-revision-hash: web-5bf84845fd}
              ownerReferences: [{kind: StatefulSet, name: web, uid: uid-w, controller: true}]
            spec:
              containers: [{name: app, image: "repo/web:1"}]
            """);

    assertThat(pod.owner())
        .isEqualTo(new Pod.Owner.OfWorkload(new WorkloadKey(Kind.StatefulSet, "web")));
    assertThat(pod.revision()).isEqualTo("web-5bf84845fd");
    assertThat(pod.placement()).isEqualTo(new Pod.Placement(null, null));
    assertThat(pod.containers())
        .containsExactly(
            new PodContainer(
                "app", ContainerRole.Main, "repo/web:1", "", PodContainer.Run.UNKNOWN));
    assertThat(pod.ready()).isFalse();
  }

  @Test
  void aPodOfAJobNamesItsJobAndAStrangersPodConcernsNobody() {
    String ofJob =
        """
        metadata:
          name: nightly-29384-xyz
          uid: uid-1
          ownerReferences: [{kind: Job, name: nightly-29384, uid: uid-j, controller: true}]
        spec:
          containers: [{name: app, image: "repo/nightly:1"}]
        """;
    Pod pod = pod(ofJob);
    assertThat(pod.owner()).isEqualTo(new Pod.Owner.OfJob("nightly-29384"));
    assertThat(pod.revision()).isEmpty();

    assertThat(read(ofJob.replace("kind: Job", "kind: SparkApplication"))).isEmpty();
    assertThat(read(ofJob.replace("controller: true", "controller: false"))).isEmpty();
    assertThat(read(ofJob.replace("kind: Job", "kind: ReplicaSet"))).isEmpty();
  }

  @Test
  void whyTheSchedulerFoundNoNode() {
    Pod pod =
        pod(
            """
            metadata:
              name: agent-x
              uid: uid-1
              ownerReferences: [{kind: DaemonSet, name: agent, uid: uid-d, controller: true}]
            spec:
              containers: [{name: app}]
            status:
              phase: Pending
              conditions:
              - {type: PodScheduled, status: "False", reason: Unschedulable,
                 message: "0/1 nodes are available: 1 Insufficient cpu.",
                 lastTransitionTime: "2026-11-21T11:10:33Z"}
            """);

    assertThat(pod.placement())
        .isEqualTo(
            new Pod.Placement(
                null,
                new Pod.Refusal(
                    "Unschedulable",
                    "0/1 nodes are available: 1 Insufficient cpu.",
                    Instant.parse("2026-11-21T11:10:33Z"))));
    assertThat(pod.containers().getFirst().image()).isEmpty();
  }

  @Test
  void aPodThatLeavesSaysWhatHoldsIt() {
    Pod pod =
        pod(
            HEALTHY
                .replace(
                    "  labels: {app",
                    """
                      deletionTimestamp: "2026-11-21T11:12:08Z"
                      finalizers: [example.com/hold]
                      labels: {app\
                    """)
                .replace(
                    "phase: Running",
                    "phase: Failed\n  reason: Evicted\n  message: The node was low on memory."));

    assertThat(pod.life().leaving())
        .isEqualTo(
            new Pod.Leaving(Instant.parse("2026-11-21T11:12:08Z"), List.of("example.com/hold")));
    assertThat(pod.life().ended())
        .isEqualTo(new Pod.Ended(true, "Evicted", "The node was low on memory."));
    assertThat(pod.leaving()).isTrue();
    assertThat(pod.ready()).isFalse();
  }

  @Test
  void aClosedGateCountsOnlyOnceTheContainersAreReady() {
    String waiting =
        """
        metadata:
          name: web-0
          uid: uid-1
          ownerReferences: [{kind: StatefulSet, name: web, uid: uid-w, controller: true}]
        spec:
          readinessGates: [{conditionType: example.com/lb}, {conditionType: example.com/dns}]
          containers: [{name: app, image: "repo/web:1"}]
        status:
          conditions:
          - {type: ContainersReady, status: "False"}
          - {type: example.com/dns, status: "True"}
          - {type: Ready, status: "False"}
        """;

    assertThat(pod(waiting).life().closedGates()).isEmpty();
    assertThat(
            pod(waiting.replace(
                    "ContainersReady, status: \"False\"", "ContainersReady, status: \"True\""))
                .life()
                .closedGates())
        .containsExactly("example.com/lb");
  }

  @Test
  void anotherResourceVersionAloneTellsNothingNew() {
    Pod before = pod(HEALTHY);

    assertThat(PodProjections.same(before, pod(HEALTHY.replace("\"7\"", "\"8\"")))).isTrue();
    assertThat(PodProjections.same(before, pod(HEALTHY.replace("uid-1", "uid-2")))).isFalse();
    assertThat(
            PodProjections.same(before, pod(HEALTHY.replace("restartCount: 1", "restartCount: 2"))))
        .isFalse();
  }

  @Test
  void whatPodsHaveInCommonIsThereOnce() {
    Pod one = pod(HEALTHY);
    Pod other = pod(HEALTHY.replace("uid-1", "uid-2"));

    assertThat(one.revision()).isSameAs(other.revision());
    assertThat(one.placement().node()).isSameAs(other.placement().node());
    assertThat(one.containers().getLast().image()).isSameAs(other.containers().getLast().image());
    assertThat(one.containers().getLast().imageId())
        .isSameAs(other.containers().getLast().imageId());
    assertThat(one.life().closedGates()).isSameAs(other.life().closedGates());
  }
}
