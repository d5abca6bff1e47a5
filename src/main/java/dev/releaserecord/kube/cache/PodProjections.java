package dev.releaserecord.kube.cache;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reduces pods and Jobs to what decisions need; those of no governed kind concern nobody. */
final class PodProjections {

  private static final String TEMPLATE_HASH = "pod-template-hash";

  private PodProjections() {}

  static Optional<Pod> of(io.fabric8.kubernetes.api.model.Pod pod) {
    return owner(pod.getMetadata())
        .map(
            owner ->
                new Pod(
                    pod.getMetadata().getName(),
                    owner,
                    pod.getMetadata().getDeletionTimestamp() != null,
                    steadySince(pod.getStatus()),
                    containers(pod)));
  }

  private static Optional<WorkloadKey> owner(ObjectMeta meta) {
    return controller(meta)
        .flatMap(
            owner ->
                switch (owner.getKind()) {
                  case "ReplicaSet" -> deployment(owner.getName(), meta.getLabels());
                  case "StatefulSet" -> key(Kind.StatefulSet, owner.getName());
                  case "DaemonSet" -> key(Kind.DaemonSet, owner.getName());
                  default -> Optional.empty();
                });
  }

  /** A Deployment names its ReplicaSets {@code <name>-<pod-template-hash>}. */
  private static Optional<WorkloadKey> deployment(
      String replicaSet, @Nullable Map<String, String> labels) {
    String hash = labels == null ? null : labels.get(TEMPLATE_HASH);
    String suffix = "-" + hash;
    return hash != null && replicaSet.endsWith(suffix)
        ? key(Kind.Deployment, replicaSet.substring(0, replicaSet.length() - suffix.length()))
        : Optional.empty();
  }

  private static Optional<WorkloadKey> key(Kind kind, String name) {
    return Optional.of(new WorkloadKey(kind, name));
  }

  private static Optional<OwnerReference> controller(ObjectMeta meta) {
    return meta.getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  private static @Nullable Instant steadySince(@Nullable PodStatus status) {
    if (status == null) {
      return null;
    }
    Optional<Instant> ready =
        status.getConditions().stream()
            .filter(it -> "Ready".equals(it.getType()) && "True".equals(it.getStatus()))
            .map(it -> Objects.requireNonNullElse(it.getLastTransitionTime(), ""))
            .filter(time -> !time.isEmpty())
            .map(Instant::parse)
            .findFirst();
    return ready
        .map(
            since ->
                status.getContainerStatuses().stream()
                    .flatMap(container -> startedAt(container).stream())
                    .reduce(since, (one, other) -> one.isAfter(other) ? one : other))
        .orElse(null);
  }

  private static Optional<Instant> startedAt(ContainerStatus container) {
    return Optional.ofNullable(container.getState())
        .flatMap(state -> Optional.ofNullable(state.getRunning()))
        .flatMap(running -> Optional.ofNullable(running.getStartedAt()))
        .map(Instant::parse);
  }

  private static List<PodContainer> containers(io.fabric8.kubernetes.api.model.Pod pod) {
    Map<String, String> imageIds = new HashMap<>();
    PodStatus status = pod.getStatus();
    if (status != null) {
      Stream.concat(
              status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
          .filter(container -> container.getImageID() != null)
          .forEach(container -> imageIds.put(container.getName(), container.getImageID()));
    }
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .map(
            container ->
                new PodContainer(
                    container.getName().intern(),
                    image(container).intern(),
                    imageIds.getOrDefault(container.getName(), "").intern()))
        .toList();
  }

  private static String image(Container container) {
    return container.getImage() == null ? "" : container.getImage();
  }

  static Optional<JobRun> of(Job job) {
    return controller(job.getMetadata())
        .filter(owner -> "CronJob".equals(owner.getKind()))
        .map(owner -> run(job, new WorkloadKey(Kind.CronJob, owner.getName())));
  }

  private static JobRun run(Job job, WorkloadKey owner) {
    Map<String, String> images = new HashMap<>();
    var template = job.getSpec().getTemplate().getSpec();
    Stream.concat(template.getInitContainers().stream(), template.getContainers().stream())
        .forEach(container -> images.put(container.getName().intern(), image(container).intern()));
    List<JobCondition> conditions =
        job.getStatus() == null ? List.of() : job.getStatus().getConditions();
    Optional<JobCondition> failed = condition(conditions, "Failed");
    Instant finished =
        failed
            .or(() -> condition(conditions, "Complete"))
            .map(condition -> Instant.parse(condition.getLastTransitionTime()))
            .orElse(null);
    String problem =
        failed.map(it -> "failed: " + it.getReason() + ", " + it.getMessage()).orElse("");
    return new JobRun(
        job.getMetadata().getName(), owner, images, finished, failed.isPresent(), problem);
  }

  private static Optional<JobCondition> condition(List<JobCondition> conditions, String type) {
    return conditions.stream()
        .filter(it -> type.equals(it.getType()) && "True".equals(it.getStatus()))
        .findFirst();
  }
}
