package dev.releaserecord.kube.cache;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reduces the four kinds of workload to what decisions need. No status yet is an empty one. */
final class WorkloadProjections {

  private WorkloadProjections() {}

  static Optional<Workload> of(Deployment deployment) {
    DeploymentSpec spec = deployment.getSpec();
    var status = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
    int wanted = number(spec.getReplicas(), 1);
    Replicas replicas =
        new Replicas(
            wanted,
            number(status.getReplicas(), 0),
            number(status.getUpdatedReplicas(), 0),
            number(status.getAvailableReplicas(), 0),
            current(deployment, status.getObservedGeneration()));
    Strategy strategy =
        new Strategy(Boolean.TRUE.equals(spec.getPaused()), false, surgeDeadlock(spec, wanted));
    return Optional.of(
        workload(Kind.Deployment, deployment, spec.getTemplate(), replicas, strategy));
  }

  static Optional<Workload> of(StatefulSet statefulSet) {
    var spec = statefulSet.getSpec();
    var status = Objects.requireNonNullElseGet(statefulSet.getStatus(), StatefulSetStatus::new);
    int wanted = number(spec.getReplicas(), 1);
    Replicas replicas =
        new Replicas(
            wanted,
            number(status.getReplicas(), 0),
            number(status.getUpdatedReplicas(), 0),
            number(status.getAvailableReplicas(), 0),
            current(statefulSet, status.getObservedGeneration()));
    boolean onDelete =
        spec.getUpdateStrategy() != null && "OnDelete".equals(spec.getUpdateStrategy().getType());
    return Optional.of(
        workload(
            Kind.StatefulSet,
            statefulSet,
            spec.getTemplate(),
            replicas,
            new Strategy(false, onDelete, false)));
  }

  static Optional<Workload> of(DaemonSet daemonSet) {
    var spec = daemonSet.getSpec();
    var status = Objects.requireNonNullElseGet(daemonSet.getStatus(), DaemonSetStatus::new);
    Replicas replicas =
        new Replicas(
            number(status.getDesiredNumberScheduled(), 0),
            number(status.getCurrentNumberScheduled(), 0),
            number(status.getUpdatedNumberScheduled(), 0),
            number(status.getNumberAvailable(), 0),
            current(daemonSet, status.getObservedGeneration()));
    boolean onDelete =
        spec.getUpdateStrategy() != null && "OnDelete".equals(spec.getUpdateStrategy().getType());
    return Optional.of(
        workload(
            Kind.DaemonSet,
            daemonSet,
            spec.getTemplate(),
            replicas,
            new Strategy(false, onDelete, false)));
  }

  static Optional<Workload> of(CronJob cronJob) {
    var spec = cronJob.getSpec();
    return Optional.of(
        workload(
            Kind.CronJob,
            cronJob,
            spec.getJobTemplate().getSpec().getTemplate(),
            Replicas.NONE,
            new Strategy(Boolean.TRUE.equals(spec.getSuspend()), false, false)));
  }

  private static Workload workload(
      Kind kind,
      HasMetadata object,
      PodTemplateSpec template,
      Replicas replicas,
      Strategy strategy) {
    var meta = object.getMetadata();
    return new Workload(
        new Workload.Identity(
            new WorkloadKey(kind, meta.getName()), meta.getUid(), meta.getResourceVersion()),
        Templates.containers(kind, template, meta.getManagedFields()),
        replicas,
        MarkReader.read(meta),
        strategy);
  }

  private static boolean current(HasMetadata object, @Nullable Long observed) {
    return observed != null
        && object.getMetadata().getGeneration() != null
        && observed >= object.getMetadata().getGeneration();
  }

  private static int number(@Nullable Integer value, int otherwise) {
    return Objects.requireNonNullElse(value, otherwise);
  }

  /** Old pods may not go first, and a new one cannot have their host ports. */
  private static boolean surgeDeadlock(DeploymentSpec spec, int wanted) {
    boolean hostPorts =
        spec.getTemplate().getSpec().getContainers().stream()
            .flatMap(container -> container.getPorts().stream())
            .anyMatch(port -> port.getHostPort() != null && port.getHostPort() > 0);
    var strategy = spec.getStrategy();
    if (!hostPorts || strategy == null || strategy.getRollingUpdate() == null) {
      return false;
    }
    return atMost(strategy.getRollingUpdate().getMaxUnavailable(), wanted) == 0;
  }

  /** Percentages of maxUnavailable are rounded down (Kubernetes documentation, "Deployments"). */
  private static int atMost(@Nullable IntOrString value, int wanted) {
    if (value == null) {
      return wanted / 4;
    }
    if (value.getIntVal() != null) {
      return value.getIntVal();
    }
    String text = Objects.requireNonNullElse(value.getStrVal(), "25%");
    try {
      return wanted * Integer.parseInt(text.replace("%", "").trim()) / 100;
    } catch (NumberFormatException _) {
      return wanted;
    }
  }
}
