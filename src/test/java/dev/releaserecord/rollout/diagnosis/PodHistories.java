package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.PodCase.endedState;
import static dev.releaserecord.rollout.diagnosis.PodCase.exit;
import static dev.releaserecord.rollout.diagnosis.PodCase.pod;
import static dev.releaserecord.rollout.diagnosis.PodCase.runningState;
import static dev.releaserecord.rollout.diagnosis.PodCase.waitingState;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.diagnosis.HealthyHistoriesTest.History;
import java.util.stream.Stream;

/** Healthy and slow lives of single pods. */
final class PodHistories {

  private PodHistories() {}

  private static Case one(long at, PodCase pod) {
    return deployment().at(at).with(pod);
  }

  private static PodCase creating() {
    return pod("p").waiting("ContainerCreating", "");
  }

  private static PodCase migrating(ContainerState migration, String reason) {
    return pod("p")
        .container("migrate", ContainerRole.Init, migration, null, 0)
        .waiting(reason, "");
  }

  static Stream<History> starting() {
    return Stream.of(
        History.of(
            "a pod that was just made, with nothing said of it",
            one(0, pod("p").unscheduled()),
            one(1, pod("p")),
            one(2, pod("p").container("app", ContainerRole.Main, ContainerState.UNKNOWN, null, 0))),
        History.of(
            "containers that are being created for minutes",
            one(1, creating()),
            one(60, creating()),
            one(300, creating()),
            one(320, pod("p").running(319)),
            one(330, pod("p").running(319).ready(330))),
        History.of(
            "a pull that takes a quarter of an hour",
            one(30, creating()),
            one(450, creating()),
            one(900, creating()),
            one(905, pod("p").running(901).ready(905))),
        History.of(
            "a migration of twenty minutes in an init container",
            one(5, migrating(waitingState("PodInitializing", ""), "PodInitializing")),
            one(60, migrating(runningState(10, true), "PodInitializing")),
            one(1200, migrating(runningState(10, true), "PodInitializing")),
            one(1215, migrating(endedState(exit(0, 1210)), "PodInitializing")),
            one(
                1230,
                pod("p")
                    .container("migrate", ContainerRole.Init, endedState(exit(0, 1210)), null, 0)
                    .running(1216)
                    .ready(1230))),
        History.of(
            "a startup probe that has not passed for nine minutes",
            one(30, pod("p").starting(5)),
            one(
                300,
                pod("p")
                    .starting(5)
                    .warned(290, "app", "Unhealthy", "Startup probe failed: connection refused")),
            one(540, pod("p").starting(5)),
            one(545, pod("p").running(5).ready(545))),
        History.of(
            "a readiness probe that fails within its window",
            deployment().readinessWindow(120).at(10).with(pod("p").running(5)),
            deployment()
                .readinessWindow(120)
                .at(124)
                .with(
                    pod("p")
                        .running(5)
                        .warned(120, "app", "Unhealthy", "Readiness probe failed: HTTP 503")),
            deployment().readinessWindow(120).at(125).with(pod("p").running(5).ready(125))),
        History.of(
            "sidecars that start before the main container",
            one(
                5,
                pod("p")
                    .container(
                        "proxy",
                        ContainerRole.Sidecar,
                        waitingState("PodInitializing", ""),
                        null,
                        0)
                    .waiting("PodInitializing", "")),
            one(
                20,
                pod("p")
                    .container("proxy", ContainerRole.Sidecar, runningState(10, false), null, 0)
                    .waiting("PodInitializing", "")),
            one(
                40,
                pod("p")
                    .container("proxy", ContainerRole.Sidecar, runningState(10, true), null, 0)
                    .running(38)
                    .ready(40))),
        History.of(
            "a readiness gate that a load balancer opens after a slow pull",
            one(300, creating()),
            one(305, pod("p").running(301).ready(302).gates("elbv2.k8s.aws/tg")),
            one(329, gated()),
            one(331, pod("p").running(301).ready(331))));
  }

  private static PodCase gated() {
    return pod("p").running(301).gates("elbv2.k8s.aws/tg");
  }

  static Stream<History> setUp() {
    String cni = "Failed to create pod sandbox: plugin type=\"calico\" failed (add): not ready";
    String mount = "MountVolume.SetUp failed for volume \"data\" : rpc error: code = Unavailable";
    String sync = "failed to sync secret cache: timed out waiting for the condition";
    String secret = "MountVolume.SetUp failed for volume \"c\" : secret \"certs\" not found";
    String root =
        "MountVolume.SetUp failed for volume \"t\" : configmap \"kube-root-ca.crt\" not found";
    return Stream.of(
        History.of(
            "a Secret that was made just after its pod, then a slow pull",
            one(20, creating().warned(1, "", "FailedMount", secret)),
            one(300, creating().warned(1, "", "FailedMount", secret))),
        History.of(
            "a pod in a namespace that was just made",
            one(1, creating().warned(1, "", "FailedMount", root)),
            one(20, creating().warned(1, "", "FailedMount", root))),
        History.of(
            "a volume that is made on demand",
            one(20, pod("p").refused("Unschedulable", "unbound immediate PersistentVolumeClaims"))
                .claim("data", "Pending", "fast"),
            one(29, pod("p").refused("Unschedulable", "unbound immediate PersistentVolumeClaims"))
                .claim("data", "Bound", "fast"),
            one(35, creating())),
        History.of(
            "a mount that failed once in the first seconds, then a slow pull",
            one(2, creating().warned(1, "", "FailedMount", mount)),
            one(29, creating().warned(1, "", "FailedMount", mount)),
            one(31, creating().warned(1, "", "FailedMount", mount)),
            one(600, creating().warned(1, "", "FailedMount", mount)),
            one(620, pod("p").running(610).ready(620))),
        History.of(
            "a sandbox that failed once in the first seconds, then a slow pull",
            one(3, creating().warned(2, "", "FailedCreatePodSandBox", cni)),
            one(60, creating().warned(2, "", "FailedCreatePodSandBox", cni)),
            one(300, creating().warned(2, "", "FailedCreatePodSandBox", cni))),
        History.of(
            "a volume that needed two minutes to attach, then a slow pull",
            one(20, creating().warned(15, "", "FailedAttachVolume", "Multi-Attach error")),
            one(900, creating().warned(120, "", "FailedAttachVolume", "Multi-Attach error"))),
        History.of(
            "a kubelet that has not read the Secrets yet",
            one(2, pod("p").waiting("CreateContainerConfigError", sync)),
            one(20, creating()),
            one(30, pod("p").running(22).ready(30))),
        History.of(
            "a kubelet that was just started and knows no services",
            one(
                4,
                pod("p")
                    .waiting(
                        "CreateContainerConfigError",
                        "services have not yet been read at least once, cannot construct envvars")),
            one(30, pod("p").running(22).ready(30))),
        History.of(
            "a runtime that is slow to make the container",
            one(100, pod("p").waiting("CreateContainerError", "context deadline exceeded")),
            one(
                110,
                pod("p")
                    .waiting(
                        "CreateContainerError",
                        "failed to reserve container name \"app_p_0\": name is reserved")),
            one(115, pod("p").running(111).ready(115))));
  }

  static Stream<History> crashing() {
    Termination crash = exit(1, 20);
    long week = 604_800;
    return Stream.of(
        History.of(
            "one single crash, then healthy",
            one(20, ending(crash, null, 0)),
            one(21, again(crash, 21, 1)),
            one(40, again(crash, 21, 1).ready(40)),
            one(4000, again(crash, 21, 1).ready(40))),
        History.of(
            "one old restart",
            one(week, again(exit(137, 90_000), 90_001, 1).ready(90_020)),
            one(week + 60, again(exit(137, 90_000), 90_001, 1).ready(90_020))),
        History.of(
            "a restart a week after the last one",
            one(week, ending(exit(1, week), exit(1, 90_000), 1)),
            one(week + 2, again(exit(1, week), week + 1, 2)),
            one(week + 20, again(exit(1, week), week + 1, 2).ready(week + 20))),
        History.of(
            "two crashes while the database starts, then steady",
            one(90, again(exit(1, 55), 56, 2).ready(80)),
            one(600, again(exit(1, 55), 56, 2).ready(80))),
        History.of(
            "two crashes, then a run of half a minute that is not ready yet",
            deployment().readinessWindow(120).at(90).with(again(exit(1, 55), 56, 2))),
        History.of(
            "an init container that is run again by a new sandbox",
            one(
                500,
                pod("p")
                    .container(
                        "migrate", ContainerRole.Init, endedState(exit(0, 490)), exit(0, 10), 1)
                    .waiting("PodInitializing", ""))));
  }

  private static PodCase ending(
      Termination end, @org.jspecify.annotations.Nullable Termination last, int restarts) {
    return pod("p").container("app", ContainerRole.Main, endedState(end), last, restarts);
  }

  private static PodCase again(Termination last, long since, int restarts) {
    return pod("p").container("app", ContainerRole.Main, runningState(since, true), last, restarts);
  }
}
