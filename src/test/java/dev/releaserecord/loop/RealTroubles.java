package dev.releaserecord.loop;

import static dev.releaserecord.loop.Trouble.trouble;

import dev.releaserecord.api.Phase;
import dev.releaserecord.loop.Trouble.Then;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.diagnosis.Cause;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a real kubelet, a real scheduler and real controllers can be brought to show.
 *
 * <p>{@code $IMAGE} is an image that serves, {@code $OLDER} another of its repository; the registry
 * {@code $REFUSING} refuses whatever it is asked for.
 */
final class RealTroubles {

  private static final String SERVE = app("");

  /** With a place for a volume, without which the kubelet does not ask for it. */
  private static final String MOUNTED = app("volumeMounts: [{name: it, mountPath: /it}]");

  /** A probe that ends its container again and again. */
  private static final String KILLING =
      "{periodSeconds: 1, failureThreshold: 2, httpGet: {path: /no, port: 8080}}";

  /** The class that a quota of no pods is for; any other would have to be made for all. */
  private static final String QUOTA = "priorityClassName: system-cluster-critical\n";

  /** What a policy of the suite denies. */
  private static final String DENIED = "priorityClassName: system-node-critical\n";

  private RealTroubles() {}

  /** All of them. */
  static List<Trouble> all() {
    return Stream.of(images(), configurations(), programs(), rooms(), revisions(), jobs())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Trouble> images() {
    return List.of(
        trouble("placeholder", Cause.UnresolvedPlaceholder, Phase.Stuck, "@IGEST_USERS__")
            .pod(container("users@IGEST_USERS__", ""))
            .declares("image: $REPOSITORY"),
        trouble("daemon-placeholder", Cause.UnresolvedPlaceholder, Phase.Stuck, "${TAG}")
            .as(Kind.DaemonSet, container("team/app:${TAG}", ""))
            .declares("image: $REPOSITORY"),
        trouble("invalid", Cause.InvalidImageName, Phase.Stuck, "Team/App:1", "lowercase")
            .pod(container("Team/App:1", ""))
            .declares("image: $REPOSITORY"),
        trouble("absent", Cause.ImageNotFound, Phase.Stuck, "$ABSENT")
            .pod(container("$REPOSITORY@$ABSENT", ""))
            .declares("image: $REPOSITORY, digest: \"$ABSENT\""),
        trouble("never", Cause.ImageNotOnNode, Phase.Stuck, "imagePullPolicy: Never", "node node1")
            .pod(container("$REPOSITORY@$ABSENT", "imagePullPolicy: Never"))
            .declares("image: $REPOSITORY, digest: \"$ABSENT\""),
        refused("private", Cause.ImagePullUnauthorized, Phase.Stuck, "imagePullSecret"),
        refused("foreign", Cause.ImagePullUnauthorized, Phase.Stuck, "imagePullSecret"),
        refused("absent", Cause.ImageNotFound, Phase.Stuck, "the registry does not have it"),
        refused("busy", Cause.ImagePullFailed, Phase.RollingOut, "reaches the registry"),
        refused("ill", Cause.ImagePullFailed, Phase.RollingOut, "reaches the registry"),
        trouble("unreachable", Cause.ImagePullFailed, Phase.RollingOut, "127.0.0.1:1/app/app")
            .pod(container("127.0.0.1:1/app/app@$ABSENT", ""))
            .declares("image: \"127.0.0.1:1/app/app\", digest: \"$ABSENT\""),
        trouble("behind", Cause.ImageNotFound, Phase.Stuck, "pod behind-0", "delete it")
            .as(Kind.StatefulSet, container("$REPOSITORY@$ABSENT", "")));
  }

  private static Trouble refused(String repository, Cause cause, Phase phase, String word) {
    return trouble("refused-" + repository, cause, phase, "$REFUSING/" + repository, word)
        .pod(container("$REFUSING/" + repository + "/app@$ABSENT", ""))
        .declares("image: \"$REFUSING/" + repository + "/app\", digest: \"$ABSENT\"");
  }

  private static List<Trouble> configurations() {
    return List.of(
        trouble("secret", Cause.MissingSecret, Phase.Stuck, "Secret nosecret")
            .pod(app("envFrom: [{secretRef: {name: nosecret}}]")),
        trouble("mounted-secret", Cause.MissingSecret, Phase.Stuck, "Secret nosecret")
            .pod(MOUNTED + "volumes: [{name: it, secret: {secretName: nosecret}}]\n"),
        trouble("key", Cause.MissingSecretKey, Phase.Stuck, "SSLMODE", "Secret rds")
            .pod(app("env: [{name: A, valueFrom: {secretKeyRef: {name: rds, key: SSLMODE}}}]")),
        trouble("map", Cause.MissingConfigMap, Phase.Stuck, "ConfigMap nocm")
            .pod(app("envFrom: [{configMapRef: {name: nocm}}]")),
        trouble("root", Cause.ConfigError, Phase.Stuck, "container app", "runAsNonRoot")
            .pod(app("securityContext: {runAsNonRoot: true}")),
        trouble("start", Cause.StartError, Phase.Stuck, "no such program")
            .pod(app("command: [/bin/nosuch]")),
        trouble("hook", Cause.StartError, Phase.Stuck, "postStart")
            .pod(app("lifecycle: {postStart: {exec: {command: [/bin/nosuch]}}}")));
  }

  private static List<Trouble> programs() {
    return List.of(
        trouble("crash", Cause.CrashLoop, Phase.Stuck, "container app of pod crash-", "exit code 7")
            .pod(app("args: [crash, --code, \"7\"]")),
        trouble("stateful-crash", Cause.CrashLoop, Phase.Stuck, "pod stateful-crash-0")
            .as(Kind.StatefulSet, app("args: [crash]")),
        trouble("daemon-crash", Cause.CrashLoop, Phase.Stuck, "pod daemon-crash-")
            .as(Kind.DaemonSet, app("args: [crash]")),
        trouble("sidecar", Cause.CrashLoop, Phase.Stuck, "sidecar proxy of pod sidecar-")
            .pod(
                "initContainers:\n- {name: proxy, image: \"$IMAGE\", restartPolicy: Always,"
                    + " args: [crash]}\n"
                    + SERVE),
        trouble("init", Cause.InitCrashLoop, Phase.Stuck, "init container migrate")
            .pod("initContainers:\n- {name: migrate, image: \"$IMAGE\", args: [crash]}\n" + SERVE),
        trouble("memory", Cause.OutOfMemory, Phase.Stuck, "OOMKilled", "resources.limits.memory")
            .pod(app("args: [eat, \"200\"], resources: {limits: {memory: 32Mi}}")),
        trouble("readiness", Cause.ProbeFailing, Phase.RollingOut, "readiness probe", "HTTP 404")
            .pod(app("readinessProbe: {periodSeconds: 1, httpGet: {path: /no, port: 8080}}")),
        trouble(
                "gate",
                Cause.ProbeFailing,
                Phase.RollingOut,
                "readiness gate releaserecord.dev/open")
            .pod(SERVE + "readinessGates: [{conditionType: releaserecord.dev/open}]\n"),
        trouble("liveness", Cause.ProbeFailing, Phase.RollingOut, "liveness probe fails")
            .pod(app("livenessProbe: " + KILLING)),
        trouble("startup", Cause.ProbeFailing, Phase.RollingOut, "startup probe fails")
            .pod(app("startupProbe: " + KILLING)),
        trouble("slow", Cause.DeadlineExceeded, Phase.Stuck, "progressDeadline of 10s is over")
            .pod(app("startupProbe: {failureThreshold: 1000, tcpSocket: {port: 9}}"))
            .also("progressDeadline: 10s"));
  }

  private static List<Trouble> rooms() {
    return List.of(
        trouble("claim", Cause.VolumeNotFound, Phase.Stuck, "PersistentVolumeClaim noclaim")
            .pod(SERVE + "volumes: [{name: data, persistentVolumeClaim: {claimName: noclaim}}]\n"),
        trouble("mount", Cause.VolumeMountFailed, Phase.RollingOut, "is not a directory")
            .pod(MOUNTED + "volumes: [{name: it, hostPath: {path: /nosuch, type: Directory}}]\n"),
        trouble("selector", Cause.Unschedulable, Phase.RollingOut, "finds no node")
            .pod(SERVE + "nodeSelector: {disk: golden}\n"),
        trouble("greedy", Cause.Unschedulable, Phase.RollingOut, "Insufficient cpu")
            .pod(app("resources: {requests: {cpu: \"1000\"}}")),
        trouble("lost", Cause.NodeLost, Phase.Stuck, "node $SILENT, which is not ready")
            .pod(
                SERVE
                    + "nodeSelector: {kubernetes.io/hostname: $SILENT}\n"
                    + "tolerations: [{key: releaserecord.dev/silent, operator: Exists}]\n"),
        trouble("quota", Cause.QuotaExceeded, Phase.RollingOut, "ResourceQuota none")
            .pod(SERVE + QUOTA),
        trouble("stateful-quota", Cause.QuotaExceeded, Phase.RollingOut, "ResourceQuota none")
            .as(Kind.StatefulSet, SERVE + QUOTA),
        trouble("daemon-quota", Cause.QuotaExceeded, Phase.RollingOut, "ResourceQuota none")
            .as(Kind.DaemonSet, SERVE + QUOTA),
        trouble("denied", Cause.AdmissionDenied, Phase.Stuck, "this class runs nothing")
            .pod(SERVE + DENIED),
        trouble("stateful-denied", Cause.AdmissionDenied, Phase.Stuck, "this class runs nothing")
            .as(Kind.StatefulSet, SERVE + DENIED));
  }

  private static List<Trouble> revisions() {
    return List.of(
        trouble(
                "held",
                Cause.PendingTermination,
                Phase.RollingOut,
                "finalizer " + Provocation.FINALIZER)
            .pod(SERVE)
            .then(Then.Hold),
        trouble(
                "paused",
                Cause.Paused,
                Phase.RollingOut,
                "kubectl rollout resume deployment/paused")
            .pod(container("$OLDER", ""))
            .then(Then.Pause),
        trouble("ondelete", Cause.StaleRevision, Phase.Stuck, "updateStrategy is OnDelete")
            .as(Kind.DaemonSet, container("$OLDER", ""))
            .with("{rollingUpdate: {maxUnavailable: 100%}}", "{type: OnDelete}")
            .then(Then.BeWhole),
        trouble("partition", Cause.StaleRevision, Phase.Stuck, "rollingUpdate.partition is 1")
            .as(Kind.StatefulSet, container("$OLDER", ""))
            .with("serviceName:", "updateStrategy: {rollingUpdate: {partition: 1}}\n  serviceName:")
            .then(Then.BeWhole),
        trouble("stateful-ondelete", Cause.StaleRevision, Phase.Stuck, "updateStrategy is OnDelete")
            .as(Kind.StatefulSet, container("$OLDER", ""))
            .with("serviceName:", "updateStrategy: {type: OnDelete}\n  serviceName:")
            .then(Then.BeWhole));
  }

  private static List<Trouble> jobs() {
    return List.of(
        trouble("cron-crash", Cause.CrashLoop, Phase.Stuck, "exit code 3")
            .as(Kind.CronJob, app("args: [crash, --code, \"3\"]"))
            .with("Never", "OnFailure")
            .then(Then.Run),
        trouble("cron-absent", Cause.ImageNotFound, Phase.Stuck, "$ABSENT")
            .as(Kind.CronJob, container("$REPOSITORY@$ABSENT", ""))
            .declares("image: $REPOSITORY, digest: \"$ABSENT\"")
            .then(Then.Run));
  }

  private static String app(String more) {
    return container("$IMAGE", more);
  }

  private static String container(String image, String more) {
    return "terminationGracePeriodSeconds: 1\ncontainers:\n- {name: app, image: \"%s\"%s}\n"
        .formatted(image, more.isEmpty() ? "" : ", " + more);
  }
}
