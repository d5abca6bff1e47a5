package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodProjectionsTest {

  private static final String HEALTHY =
      """
      metadata:
        name: users-7769c9579-bb49n
        uid: uid-1
        resourceVersion: "7"
        creationTimestamp: "2026-11-21T11:10:30Z"
        labels: {app: users, pod-template-hash: "7769c9579"}
        ownerReferences:
        - {apiVersion: apps/v1, kind: ReplicaSet, name: users-7769c9579, uid: uid-rs, controller: true}
      spec:
        nodeName: node1
        initContainers:
        - {name: migrate, image: "repo/migrate:1"}
        - {name: proxy, image: "repo/proxy:1", restartPolicy: Always}
        containers:
        - {name: app, image: "repo/users:1"}
      status:
        phase: Running
        conditions:
        - {type: Ready, status: "True", lastTransitionTime: "2026-11-21T11:10:35Z"}
        initContainerStatuses:
        - name: migrate
          imageID: repo/migrate@sha256:aa
          ready: true
          restartCount: 0
          started: false
          state: {terminated: {exitCode: 0, reason: Completed, finishedAt: "2026-11-21T11:10:32Z"}}
        - name: proxy
          imageID: repo/proxy@sha256:bb
          ready: true
          restartCount: 0
          started: true
          state: {running: {startedAt: "2026-11-21T11:10:33Z"}}
        containerStatuses:
        - name: app
          imageID: repo/users@sha256:cc
          ready: true
          restartCount: 1
          state: {running: {startedAt: "2026-11-21T11:10:40Z"}}
          lastState:
            terminated: {exitCode: 137, signal: 9, reason: OOMKilled, message: too much,
              startedAt: "1970-01-01T00:00:00Z", finishedAt: "2026-11-21T11:10:39Z",
              containerID: "containerd://1"}
      """;

  private static Optional<Pod> read(String yaml) {
    return PodProjections.of(Manifest.read(io.fabric8.kubernetes.api.model.Pod.class, yaml));
  }

  private static Pod pod(String yaml) {
    return read(yaml).orElseThrow();
  }

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
  void containersComeInTheOrderInWhichTheyStart() {
    assertThat(pod(HEALTHY).containers())
        .containsExactly(
            new PodContainer(
                "migrate",
                ContainerRole.Init,
                "repo/migrate:1",
                "repo/migrate@sha256:aa",
                new PodContainer.Run(
                    new ContainerState.Terminated(
                        new Termination(
                            0, 0, "Completed", "", Instant.parse("2026-11-21T11:10:32Z"), "")),
                    null,
                    0,
                    true)),
            new PodContainer(
                "proxy",
                ContainerRole.Sidecar,
                "repo/proxy:1",
                "repo/proxy@sha256:bb",
                new PodContainer.Run(
                    new ContainerState.Running(Instant.parse("2026-11-21T11:10:33Z"), true),
                    null,
                    0,
                    true)),
            new PodContainer(
                "app",
                ContainerRole.Main,
                "repo/users:1",
                "repo/users@sha256:cc",
                new PodContainer.Run(
                    new ContainerState.Running(Instant.parse("2026-11-21T11:10:40Z"), true),
                    new Termination(
                        137,
                        9,
                        "OOMKilled",
                        "too much",
                        Instant.parse("2026-11-21T11:10:39Z"),
                        "containerd://1"),
                    1,
                    true)));
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
  void aContainerWaitsOrHasNotStarted() {
    PodContainer waiting =
        pod(HEALTHY.replace(
                "state: {running: {startedAt: \"2026-11-21T11:10:40Z\"}}",
                "state: {waiting: {reason: CrashLoopBackOff, message: back-off 10s}}"))
            .containers()
            .getLast();
    assertThat(waiting.state())
        .isEqualTo(new ContainerState.Waiting("CrashLoopBackOff", "back-off 10s"));
    assertThat(waiting.run().last()).isNotNull();

    PodContainer starting =
        pod(HEALTHY.replace("restartCount: 1", "restartCount: 1\n    started: false"))
            .containers()
            .getLast();
    assertThat(starting.state())
        .isEqualTo(new ContainerState.Running(Instant.parse("2026-11-21T11:10:40Z"), false));
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
