package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.kube.secret.ReferenceReader;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reduces pods to what decisions need; those of no governed kind concern nobody. */
public final class PodProjections {

  private static final String TEMPLATE_HASH = "pod-template-hash";
  private static final String REVISION_HASH = "controller-revision-hash";

  private PodProjections() {}

  public static Optional<Pod> of(io.fabric8.kubernetes.api.model.Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
    return Controllers.of(meta)
        .flatMap(controller -> owner(controller, labels))
        .map(
            owner ->
                new Pod(
                    new Pod.Identity(meta.getName(), meta.getUid(), meta.getResourceVersion()),
                    owner,
                    template(pod, labels),
                    life(pod),
                    placement(pod),
                    ContainerRuns.of(pod)));
  }

  /** Whether a newer state of a pod tells nothing new. */
  public static boolean same(Pod before, Pod after) {
    return before.equals(
        new Pod(
            new Pod.Identity(after.name(), after.id().uid(), before.id().resourceVersion()),
            after.owner(),
            after.template(),
            after.life(),
            after.placement(),
            after.containers()));
  }

  private static Optional<Pod.Owner> owner(OwnerReference controller, Map<String, String> labels) {
    String name = controller.getName();
    return switch (controller.getKind()) {
      case "ReplicaSet" -> deployment(name, labels.get(TEMPLATE_HASH));
      case "StatefulSet" -> workload(Kind.StatefulSet, name);
      case "DaemonSet" -> workload(Kind.DaemonSet, name);
      case "Job" -> Optional.of(new Pod.Owner.OfJob(name));
      default -> Optional.empty();
    };
  }

  /** A Deployment names its ReplicaSets {@code <name>-<pod-template-hash>}. */
  private static Optional<Pod.Owner> deployment(String replicaSet, @Nullable String hash) {
    String suffix = "-" + hash;
    return hash != null && replicaSet.endsWith(suffix)
        ? workload(Kind.Deployment, replicaSet.substring(0, replicaSet.length() - suffix.length()))
        : Optional.empty();
  }

  private static Optional<Pod.Owner> workload(Kind kind, String name) {
    return Optional.of(new Pod.Owner.OfWorkload(Controllers.key(kind, name)));
  }

  private static Pod.Template template(
      io.fabric8.kubernetes.api.model.Pod pod, Map<String, String> labels) {
    String hash = labels.get(TEMPLATE_HASH);
    var annotations = pod.getMetadata().getAnnotations();
    return new Pod.Template(
        Fields.word(hash == null ? labels.get(REVISION_HASH) : hash),
        ReferenceReader.read(pod.getSpec()).secrets().toList(),
        annotations == null ? null : annotations.get(Templates.RESTARTED_FOR));
  }

  private static Pod.Life life(io.fabric8.kubernetes.api.model.Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    PodStatus status = pod.getStatus();
    return new Pod.Life(
        Fields.moment(meta.getCreationTimestamp()),
        status == null ? null : steadySince(status, Fields.moment(meta.getCreationTimestamp())),
        meta.getDeletionTimestamp() == null
            ? null
            : new Pod.Leaving(Fields.moment(meta.getDeletionTimestamp()), meta.getFinalizers()),
        status == null ? null : ended(status),
        status == null ? List.of() : closedGates(pod.getSpec().getReadinessGates(), status));
  }

  /** Ready is Ready, though nobody says since when. */
  private static @Nullable Instant steadySince(PodStatus status, Instant created) {
    return condition(status, "Ready")
        .filter(it -> "True".equals(it.getStatus()))
        .map(it -> Objects.requireNonNullElse(Fields.instant(it.getLastTransitionTime()), created))
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
        .flatMap(running -> Optional.ofNullable(Fields.instant(running.getStartedAt())));
  }

  private static Pod.@Nullable Ended ended(PodStatus status) {
    boolean failed = "Failed".equals(status.getPhase());
    return failed || "Succeeded".equals(status.getPhase())
        ? new Pod.Ended(
            failed, Fields.word(status.getReason()), Fields.message(status.getMessage()))
        : null;
  }

  /** As long as a container is not ready, a gate is not what keeps the pod from being Ready. */
  private static List<String> closedGates(List<PodReadinessGate> gates, PodStatus status) {
    return gates.isEmpty() || !holds(status, "ContainersReady")
        ? List.of()
        : gates.stream()
            .map(PodReadinessGate::getConditionType)
            .filter(type -> !holds(status, type))
            .map(Fields::word)
            .toList();
  }

  private static Pod.Placement placement(io.fabric8.kubernetes.api.model.Pod pod) {
    String node = pod.getSpec().getNodeName();
    return new Pod.Placement(
        node == null || node.isEmpty() ? null : node.intern(),
        pod.getStatus() == null ? null : refusal(pod.getStatus()));
  }

  private static Pod.@Nullable Refusal refusal(PodStatus status) {
    return condition(status, "PodScheduled")
        .filter(it -> "False".equals(it.getStatus()))
        .map(
            it ->
                new Pod.Refusal(
                    Fields.word(it.getReason()),
                    Fields.message(it.getMessage()),
                    Fields.instant(it.getLastTransitionTime())))
        .orElse(null);
  }

  private static boolean holds(PodStatus status, String condition) {
    return condition(status, condition).filter(it -> "True".equals(it.getStatus())).isPresent();
  }

  private static Optional<PodCondition> condition(PodStatus status, String type) {
    return status.getConditions().stream().filter(it -> type.equals(it.getType())).findFirst();
  }
}
