package dev.releaserecord.loop;

import static dev.releaserecord.loop.Trouble.trouble;

import dev.releaserecord.api.Phase;
import dev.releaserecord.loop.Trouble.Then;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.diagnosis.Cause;
import java.util.List;
import java.util.stream.Stream;

/**
 * The recordings of a kubelet as kwok plays them, by the image's name, beside what real controllers
 * and a real scheduler show of pods that are played; and what no kubelet can be brought to show.
 */
final class PlayedTroubles {

  private static final String SERVE = container("$IMAGE");

  private PlayedTroubles() {}

  /** All of them. */
  static List<Trouble> all() {
    return Stream.of(images(), configurations(), programs(), workloads(), revisions())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Trouble> images() {
    return List.of(
        named("placeholder-at", Kind.Deployment, "users@IGEST_USERS__", "@IGEST_USERS__"),
        named("placeholder-brace", Kind.Deployment, "repo/app:${TAG}", "${TAG}"),
        named("placeholder-dollar", Kind.Deployment, "team/server:$COMMIT_SHA1", "$COMMIT_SHA1"),
        named("ds-broken", Kind.DaemonSet, "users@IGEST_USERS__", "@IGEST_USERS__"),
        named("sts-broken", Kind.StatefulSet, "users@IGEST_USERS__", "@IGEST_USERS__"),
        played("not-found-tag", Cause.ImageNotFound, "the registry does not have it"),
        played("not-found-repo", Cause.ImageNotFound, "the registry does not have it"),
        played("not-found-digest", Cause.ImageNotFound, "the registry does not have it"),
        played("unauthorized", Cause.ImagePullUnauthorized, "imagePullSecret"),
        played("never", Cause.ImageNotOnNode, "node node1, node2"),
        played("other-digest", Cause.DigestMismatch, "is to run", "and runs"));
  }

  private static Trouble named(String name, Kind kind, String image, String token) {
    return trouble(name, Cause.UnresolvedPlaceholder, Phase.Stuck, token)
        .as(kind, container(image))
        .declares("image: $REPOSITORY");
  }

  private static List<Trouble> configurations() {
    return List.of(
        played("missing-secret", Cause.MissingSecret, "Secret nosecret"),
        played("missing-key", Cause.MissingSecretKey, "SSLMODE", "Secret users-rds"),
        played("missing-configmap", Cause.MissingConfigMap, "ConfigMap nocm"),
        played("start-error", Cause.StartError, "no such program"));
  }

  private static List<Trouble> programs() {
    String init = "initContainers: [{name: migrate, image: registry.example/fail-init-crash}]\n";
    return List.of(
        played("crash", Cause.CrashLoop, "ends again and again with exit code 1"),
        trouble("init-crash", Cause.InitCrashLoop, Phase.Stuck, "init container migrate")
            .pod(init + SERVE),
        played("probe-failing", Cause.ProbeFailing, "HTTP 404"),
        played("liveness-killing", Cause.ProbeFailing, "liveness probe fails"));
  }

  private static List<Trouble> workloads() {
    return List.of(
        trouble("missing-pvc", Cause.VolumeNotFound, Phase.Stuck, "PersistentVolumeClaim noclaim")
            .pod(SERVE + "volumes: [{name: data, persistentVolumeClaim: {claimName: noclaim}}]\n"),
        trouble("unschedulable-selector", Cause.Unschedulable, Phase.RollingOut, "finds no node")
            .pod(SERVE + "nodeSelector: {disk: golden}\n"),
        trouble("unschedulable-cpu", Cause.Unschedulable, Phase.RollingOut, "Insufficient cpu")
            .pod(SERVE.replace("}", ", resources: {requests: {cpu: \"100\"}}}")),
        trouble("over-quota", Cause.QuotaExceeded, Phase.RollingOut, "ResourceQuota q")
            .pod(SERVE + "priorityClassName: system-cluster-critical\n")
            .with("replicas: 1", "replicas: 2"),
        trouble("over-limit", Cause.AdmissionDenied, Phase.Stuck, "64Mi", "1Gi")
            .pod(SERVE.replace("}", ", resources: {limits: {memory: 1Gi}}}")));
  }

  private static List<Trouble> revisions() {
    return List.of(
        trouble(
                "paused",
                Cause.Paused,
                Phase.RollingOut,
                "kubectl rollout resume deployment/paused")
            .pod(container("$OLDER"))
            .then(Then.Pause),
        trouble(
                "pending-termination",
                Cause.PendingTermination,
                Phase.RollingOut,
                Provocation.FINALIZER)
            .pod(SERVE)
            .then(Then.Hold),
        trouble("ondelete", Cause.StaleRevision, Phase.Stuck, "updateStrategy is OnDelete")
            .as(
                Kind.DaemonSet,
                container("$OLDER") + "nodeSelector: {kubernetes.io/hostname: node1}\n")
            .with("{rollingUpdate: {maxUnavailable: 100%}}", "{type: OnDelete}")
            .then(Then.BeWhole),
        trouble("nightly", Cause.ImagePullUnauthorized, Phase.Stuck, "imagePullSecret")
            .as(Kind.CronJob, container("registry.example/fail-unauthorized/app@$DIGEST"))
            .declares("image: registry.example/fail-unauthorized/app, digest: \"$DIGEST\"")
            .then(Then.Run));
  }

  /** A container whose image's name tells kwok which recording it is to play. */
  private static Trouble played(String recording, Cause cause, String... words) {
    String repository = "registry.example/fail-" + recording + "/app";
    return trouble(recording, cause, cause.mayPass() ? Phase.RollingOut : Phase.Stuck, words)
        .pod(container(repository + "@$DIGEST"))
        .declares("image: " + repository + ", digest: \"$DIGEST\"");
  }

  private static String container(String image) {
    return Manifests.containers("app", image);
  }
}
