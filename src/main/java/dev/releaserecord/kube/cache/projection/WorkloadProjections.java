package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reduces the four kinds of workload to what decisions need. */
public final class WorkloadProjections {

  /** Nearly all are like one of these: one object for them. */
  private static final Strategy USUAL = new Strategy(false, false, 0, false);

  private static final Strategy USUAL_SURGE =
      new Strategy(false, false, 0, false, Strategy.Surge.PLAIN);

  /**
   * Where the pods come from.
   *
   * @param revision of a StatefulSet, else empty
   */
  private record Source(Kind kind, PodTemplateSpec template, String revision) {}

  private WorkloadProjections() {}

  public static Optional<Workload> of(Deployment deployment) {
    var spec = deployment.getSpec();
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
    Strategy.Surge surge = SurgeReader.read(spec, wanted);
    boolean deadlock = surge != null && SurgeReader.hostPorts(spec.getTemplate().getSpec());
    boolean paused = Boolean.TRUE.equals(spec.getPaused());
    Strategy strategy = new Strategy(paused, false, 0, deadlock, surge);
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
            new Workload.Identity(
                after.key(), after.id().uid(), before.id().resourceVersion(), after.id().shape()),
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
            new WorkloadKey(source.kind, meta.getName()),
            meta.getUid(),
            meta.getResourceVersion(),
            Templates.shape(source.template)),
        Templates.template(source.kind, source.template, source.revision),
        Templates.containers(source.kind, source.template, meta.getManagedFields()),
        replicas,
        MarkReader.read(meta),
        shared(strategy));
  }

  private static Strategy shared(Strategy strategy) {
    if (strategy.equals(USUAL)) {
      return USUAL;
    }
    return strategy.equals(USUAL_SURGE) ? USUAL_SURGE : strategy;
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
}
