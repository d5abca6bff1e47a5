package dev.releaserecord.kube.cache;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the workloads that a change of something else concerns. */
final class Concerns {

  private final Map<Kind, ProjectionStore<?, Workload>> workloads;
  private final ProjectionStore<?, Pod> pods;
  private final ProjectionStore<?, JobRun> jobs;
  private final Function<String, Optional<Revision>> replicaSets;

  /**
   * @param replicaSets finds one by its name
   */
  Concerns(
      Map<Kind, ProjectionStore<?, Workload>> workloads,
      ProjectionStore<?, Pod> pods,
      ProjectionStore<?, JobRun> jobs,
      Function<String, Optional<Revision>> replicaSets) {
    this.workloads = workloads;
    this.pods = pods;
    this.jobs = jobs;
    this.replicaSets = replicaSets;
  }

  /** Nobody where the Job is not known yet: when it comes, it wakes its CronJob itself. */
  Optional<WorkloadKey> ofPod(Pod pod) {
    return switch (pod.owner()) {
      case Pod.Owner.OfWorkload(WorkloadKey workload) -> Optional.of(workload);
      case Pod.Owner.OfJob(String job) -> jobs.find(job).map(JobRun::owner);
    };
  }

  /** Pods and workloads come again under the same name, without what was said of the old ones. */
  Optional<WorkloadKey> ofNotice(Notice notice) {
    Notice.Regarding regarding = notice.regarding();
    String name = regarding.name();
    return switch (regarding.kind()) {
      case "Pod" ->
          pods.find(name)
              .filter(pod -> pod.id().uid().equals(regarding.uid()))
              .flatMap(this::ofPod);
      case "Job" ->
          jobs.find(name).filter(job -> job.id().uid().equals(regarding.uid())).map(JobRun::owner);
      case "ReplicaSet" -> replicaSets.apply(name).map(Revision::owner);
      default ->
          workload(new WorkloadKey(Kind.valueOf(regarding.kind()), name))
              .filter(workload -> workload.id().uid().equals(regarding.uid()))
              .map(Workload::key);
    };
  }

  private Optional<Workload> workload(WorkloadKey key) {
    return Objects.requireNonNull(workloads.get(key.kind())).find(key.name());
  }

  /**
   * Those that lack pods: what is short, or is so no more, may be why. And those that need one more
   * to replace theirs.
   */
  Stream<WorkloadKey> incomplete() {
    return all()
        .filter(it -> !it.replicas().complete() || it.strategy().surge() != null)
        .map(Workload::key);
  }

  /**
   * Those that run only where an image already is; and those with pods on this one, if it came,
   * went, lost or found its kubelet, or tells that two digests are one image. The pods do not care
   * for the rest: every pull of an image changes its node.
   */
  Stream<WorkloadKey> ofNode(ProjectionStore.Change<Node> change) {
    Stream<WorkloadKey> choosy = all().filter(Workload::neverPulls).map(Workload::key);
    return matters(change) ? Stream.concat(choosy, on(change.either().name())).distinct() : choosy;
  }

  private static boolean matters(ProjectionStore.Change<Node> change) {
    Node before = change.before();
    Node after = change.after();
    return before == null
        || after == null
        || !Objects.equals(before.health().notReadySince(), after.health().notReadySince())
        || !before.twins().equals(after.twins());
  }

  private Stream<WorkloadKey> on(String node) {
    return pods.all()
        .filter(pod -> node.equals(pod.placement().node()))
        .flatMap(pod -> ofPod(pod).stream());
  }

  private Stream<Workload> all() {
    return workloads.values().stream().flatMap(ProjectionStore::all);
  }
}
