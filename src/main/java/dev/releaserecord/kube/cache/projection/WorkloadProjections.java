package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reduces the four kinds of workload to what decisions need. */
public final class WorkloadProjections {

  /** Nearly all are like this: one object for them. */
  private static final Strategy USUAL = new Strategy(false, false, 0, false);

  /**
   * Where the pods come from.
   *
   * @param revision of a StatefulSet, else empty
   */
  private record Source(Kind kind, PodTemplateSpec template, String revision) {}

  private WorkloadProjections() {}

  public static Optional<Workload> of(Deployment deployment) {
    DeploymentSpec spec = deployment.getSpec();
    var status = deployment.getStatus();
    Marks.Drain drain = DrainReader.read(deployment);
    int wanted =
        drain != null && drain.owed() ? drain.replicas() : Fields.number(spec.getReplicas(), 1);
    Replicas replicas =
        status == null
            ? new Replicas(wanted, 0, 0, 0, false)
            : new Replicas(
                wanted,
                Fields.number(status.getReplicas(), 0),
                Fields.number(status.getUpdatedReplicas(), 0),
                Fields.number(status.getAvailableReplicas(), 0),
                current(deployment, status.getObservedGeneration()));
    Strategy strategy =
        new Strategy(Boolean.TRUE.equals(spec.getPaused()), false, 0, surgeDeadlock(spec, wanted));
    Workload workload =
        workload(deployment, template(Kind.Deployment, spec.getTemplate()), replicas, strategy);
    return Optional.of(drain == null ? workload : workload.drained(drain));
  }

  public static Optional<Workload> of(StatefulSet statefulSet) {
    var spec = statefulSet.getSpec();
    var status = statefulSet.getStatus();
    int wanted = Fields.number(spec.getReplicas(), 1);
    Replicas replicas =
        status == null
            ? new Replicas(wanted, 0, 0, 0, false)
            : new Replicas(
                wanted,
                Fields.number(status.getReplicas(), 0),
                Fields.number(status.getUpdatedReplicas(), 0),
                Fields.number(status.getAvailableReplicas(), 0),
                current(statefulSet, status.getObservedGeneration()));
    String revision = status == null ? "" : Fields.word(status.getUpdateRevision());
    return Optional.of(
        workload(
            statefulSet,
            new Source(Kind.StatefulSet, spec.getTemplate(), revision),
            replicas,
            strategy(spec.getUpdateStrategy())));
  }

  public static Optional<Workload> of(DaemonSet daemonSet) {
    var spec = daemonSet.getSpec();
    var status = daemonSet.getStatus();
    Replicas replicas =
        status == null
            ? new Replicas(0, 0, 0, 0, false)
            : new Replicas(
                Fields.number(status.getDesiredNumberScheduled(), 0),
                Fields.number(status.getCurrentNumberScheduled(), 0),
                Fields.number(status.getUpdatedNumberScheduled(), 0),
                Fields.number(status.getNumberAvailable(), 0),
                current(daemonSet, status.getObservedGeneration()));
    boolean onDelete =
        spec.getUpdateStrategy() != null && "OnDelete".equals(spec.getUpdateStrategy().getType());
    return Optional.of(
        workload(
            daemonSet,
            template(Kind.DaemonSet, spec.getTemplate()),
            replicas,
            new Strategy(false, onDelete, 0, false)));
  }

  public static Optional<Workload> of(CronJob cronJob) {
    var spec = cronJob.getSpec();
    return Optional.of(
        workload(
            cronJob,
            template(Kind.CronJob, spec.getJobTemplate().getSpec().getTemplate()),
            Replicas.NONE,
            new Strategy(Boolean.TRUE.equals(spec.getSuspend()), false, 0, false)));
  }

  /** Whether a newer state of a workload tells nothing new. */
  public static boolean same(Workload before, Workload after) {
    return before.equals(
        new Workload(
            new Workload.Identity(after.key(), after.id().uid(), before.id().resourceVersion()),
            after.template(),
            after.containers(),
            after.replicas(),
            after.marks(),
            after.strategy()));
  }

  private static Source template(Kind kind, PodTemplateSpec template) {
    return new Source(kind, template, "");
  }

  private static Workload workload(
      HasMetadata object, Source source, Replicas replicas, Strategy strategy) {
    var meta = object.getMetadata();
    return new Workload(
        new Workload.Identity(
            new WorkloadKey(source.kind, meta.getName()), meta.getUid(), meta.getResourceVersion()),
        Templates.template(source.kind, source.template, source.revision),
        Templates.containers(source.kind, source.template, meta.getManagedFields()),
        replicas,
        MarkReader.read(meta),
        strategy.equals(USUAL) ? USUAL : strategy);
  }

  private static Strategy strategy(@Nullable StatefulSetUpdateStrategy update) {
    if (update == null) {
      return USUAL;
    }
    boolean onDelete = "OnDelete".equals(update.getType());
    var rolling = onDelete ? null : update.getRollingUpdate();
    int partition = rolling == null ? 0 : Fields.number(rolling.getPartition(), 0);
    return new Strategy(false, onDelete, partition, false);
  }

  private static boolean current(HasMetadata object, @Nullable Long observed) {
    return observed != null
        && object.getMetadata().getGeneration() != null
        && observed >= object.getMetadata().getGeneration();
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
