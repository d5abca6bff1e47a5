package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.PodCase.endedState;
import static dev.releaserecord.rollout.diagnosis.PodCase.exit;
import static dev.releaserecord.rollout.diagnosis.PodCase.pod;
import static dev.releaserecord.rollout.diagnosis.PodCase.readyPod;
import static dev.releaserecord.rollout.diagnosis.PodCase.runningState;

import dev.releaserecord.rollout.ContainerRole;
import java.util.List;
import java.util.stream.Stream;

/** Each cause, by the shape in which the API shows it. */
final class CauseTable {

  private static final String APP = "container app of pod p";

  /** What is seen, where it must be said to sit, and words that the message must hold. */
  record Row(Cause cause, Case seen, String place, List<String> words) {
    @Override
    public String toString() {
      return cause + " " + words;
    }
  }

  static Row row(Cause cause, Case seen, String place, String... words) {
    return new Row(cause, seen, place, List.of(words));
  }

  private static Case one(PodCase pod) {
    return deployment().at(60).with(pod);
  }

  private static Case waiting(String reason, String message) {
    return one(pod("p").waiting(reason, message));
  }

  static Stream<Row> rows() {
    return Stream.of(
            images(), configuration(), programs(), probes(), places(), WorkloadCauseTable.rows())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> images() {
    String back = "Back-off pulling image \"" + Case.IMAGE + "\": ErrImagePull: ";
    return Stream.of(
        row(
            Cause.UnresolvedPlaceholder,
            one(pod("p").waiting("InvalidImageName", "x").image("users@IGEST_USERS__")),
            APP,
            "@IGEST_USERS__"),
        row(
            Cause.UnresolvedPlaceholder,
            one(pod("p").waiting("ErrImagePull", "x").image("r.io/g/users:IMAGE_TAG")),
            APP,
            "IMAGE_TAG"),
        row(
            Cause.InvalidImageName,
            one(pod("p").waiting("InvalidImageName", "x").image("r.io/Users:1")),
            APP,
            "r.io/Users:1"),
        row(
            Cause.ImageNotFound,
            waiting("ImagePullBackOff", back + "rpc error: code = NotFound desc = not found"),
            APP,
            Case.IMAGE),
        row(
            Cause.ImageNotFound,
            one(
                pod("p")
                    .waiting("ImagePullBackOff", "Back-off pulling image \"" + Case.IMAGE + "\"")
                    .warned(
                        50,
                        "app",
                        "Failed",
                        "Failed to pull image \"" + Case.IMAGE + "\": manifest unknown")),
            APP,
            Case.IMAGE),
        row(
            Cause.ImagePullUnauthorized,
            waiting("ErrImagePull", "pull access denied: no basic auth credentials"),
            APP,
            Case.IMAGE,
            "imagePullSecret"),
        row(
            Cause.ImagePullFailed,
            waiting("ErrImagePull", "dial tcp 10.0.0.1:443: i/o timeout"),
            APP,
            Case.IMAGE),
        row(Cause.ImagePullFailed, waiting("RegistryUnavailable", ""), APP, Case.IMAGE),
        row(
            Cause.ImageNotOnNode,
            waiting("ErrImageNeverPull", "is not present with pull policy of Never"),
            APP,
            "node1",
            "ctr -n k8s.io images import --digests --base-name r.io/g/users FILE"));
  }

  private static Stream<Row> configuration() {
    String error = "CreateContainerConfigError";
    return Stream.of(
        row(Cause.MissingSecret, waiting(error, "secret \"nosecret\" not found"), APP, "nosecret"),
        row(
            Cause.MissingSecretKey,
            waiting(error, "couldn't find key SSLMODE in Secret fx/users-rds"),
            APP,
            "SSLMODE",
            "users-rds"),
        row(Cause.MissingConfigMap, waiting(error, "configmap \"nocm\" not found"), APP, "nocm"),
        row(
            Cause.MissingConfigMap,
            waiting(error, "couldn't find key LEVEL in ConfigMap fx/settings"),
            APP,
            "LEVEL",
            "settings"),
        row(
            Cause.ConfigError,
            waiting(error, "container has runAsNonRoot and image will run as root"),
            APP,
            "runAsNonRoot"),
        row(
            Cause.MissingSecret,
            one(
                pod("p")
                    .waiting("ContainerCreating", "")
                    .warned(
                        40,
                        "",
                        "FailedMount",
                        "MountVolume.SetUp failed for volume \"c\" : secret \"certs\" not found")),
            "pod p",
            "certs"));
  }

  private static Stream<Row> programs() {
    String oci = "OCI runtime create failed: exec: \"/bin/nosuch\": no such file or directory";
    return Stream.of(
        row(Cause.CrashLoop, one(pod("p").backOff(exit(3, 50), 4)), APP, "exit code 3"),
        row(
            Cause.CrashLoop,
            one(
                pod("p")
                    .container("app", ContainerRole.Main, endedState(exit(3, 50)), exit(3, 30), 1)),
            APP,
            "exit code 3"),
        row(
            Cause.CrashLoop,
            one(
                pod("p")
                    .container("app", ContainerRole.Main, runningState(55, true), exit(3, 50), 2)),
            APP,
            "exit code 3"),
        row(Cause.CrashLoop, one(pod("p").backOff(exit(0, 50), 4)), APP, "exit code 0"),
        row(
            Cause.CrashLoop,
            one(pod("p").backOff("proxy", ContainerRole.Sidecar, exit(139, 50), 4)),
            "sidecar proxy of pod p",
            "SIGSEGV"),
        row(
            Cause.InitCrashLoop,
            one(
                pod("p")
                    .backOff("migrate", ContainerRole.Init, exit(1, 50), 4)
                    .waiting("PodInitializing", "")),
            "init container migrate of pod p",
            "exit code 1"),
        row(
            Cause.OutOfMemory,
            one(pod("p").backOff(exit(137, "OOMKilled", "", 50), 2)),
            APP,
            "exit code 137",
            "limits.memory"),
        row(
            Cause.StartError,
            one(pod("p").backOff(exit(128, "StartError", oci, 50), 1)),
            APP,
            "no such program"),
        row(Cause.StartError, waiting("RunContainerError", oci), APP, "no such program"),
        row(
            Cause.StartError,
            one(
                pod("p")
                    .container(
                        "app",
                        ContainerRole.Main,
                        PodCase.waitingState("PostStartHookError", ""),
                        exit(137, 50),
                        1)),
            APP,
            "postStart"));
  }

  private static Stream<Row> probes() {
    return Stream.of(
        row(
            Cause.ProbeFailing,
            one(
                pod("p")
                    .running(5)
                    .warned(
                        50,
                        "app",
                        "Unhealthy",
                        "Readiness probe failed: HTTP probe failed with statuscode: 404")),
            APP,
            "HTTP 404"),
        row(Cause.ProbeFailing, one(pod("p").running(5)), APP, "readiness"),
        row(
            Cause.ProbeFailing,
            one(
                pod("p")
                    .backOff(exit(143, 50), 4)
                    .warned(45, "app", "Unhealthy", "Liveness probe failed: HTTP 500")),
            APP,
            "liveness",
            "exit code 143"),
        row(
            Cause.ProbeFailing,
            one(
                pod("p")
                    .backOff(exit(137, 50), 4)
                    .warned(20, "app", "Unhealthy", "Startup probe failed: connection refused")),
            APP,
            "startup",
            "exit code 137"),
        row(
            Cause.ProbeFailing,
            one(pod("p").running(5).gates("elbv2.k8s.aws/tg")),
            APP,
            "readiness"));
  }

  private static Stream<Row> places() {
    String claim = "0/1 nodes are available: persistentvolumeclaim \"data\" not found.";
    String mount = "MountVolume.SetUp failed: rpc error: code = Unavailable desc = no driver";
    return Stream.of(
        row(
            Cause.Unschedulable,
            one(pod("p").refused("Unschedulable", "0/1 nodes are available: 1 Insufficient cpu.")),
            "pod p",
            "Insufficient cpu"),
        row(
            Cause.Unschedulable,
            one(pod("p")
                    .refused("Unschedulable", "pod has unbound immediate PersistentVolumeClaims"))
                .claim("data", "Pending", "fast"),
            "pod p",
            "data is Pending",
            "fast"),
        row(
            Cause.Unschedulable,
            one(pod("p").refused("SchedulingGated", "")),
            "pod p",
            "scheduling gate"),
        row(
            Cause.VolumeNotFound,
            one(pod("p").refused("Unschedulable", claim)),
            "pod p",
            "PersistentVolumeClaim data"),
        row(
            Cause.VolumeMountFailed,
            one(pod("p").waiting("ContainerCreating", "").warned(40, "", "FailedMount", mount)),
            "pod p",
            "no driver"),
        row(
            Cause.NodeLost,
            one(pod("p").running(5)).lostNode("node1", 30),
            "pod p",
            "node1",
            "not ready"),
        row(
            Cause.NodeLost,
            one(pod("p").running(5)).node("node2"),
            "pod p",
            "node1",
            "does not exist"),
        row(
            Cause.PendingTermination,
            one(readyPod("p").leaving(30, "a.io/hold")).node("node1"),
            "pod p",
            "a.io/hold"),
        row(Cause.PendingTermination, one(readyPod("p").leaving(30)), "pod p", "grace period"));
  }

  private CauseTable() {}
}
