package dev.releaserecord.worlds;

import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What one look of the operator saw: copies of the record, its last status, and the workloads. */
final class Seen {

  private final int generation;
  private final Told previous;
  private final Instant at;
  private final Map<String, Copy<Workload>> loads;
  private final Map<String, Copy<Pod>> pods;
  private final Around around;
  private final int hash;

  /** What stands beside workloads and pods. */
  record Around(Map<String, Copy<Revision>> revisions, Map<String, Copy<JobRun>> runs) {}

  Seen(
      int generation,
      Told previous,
      Instant at,
      Map<String, Copy<Workload>> loads,
      Map<String, Copy<Pod>> pods,
      Around around) {
    this.generation = generation;
    this.previous = previous;
    this.at = at;
    this.loads = loads;
    this.pods = pods;
    this.around = around;
    this.hash = Objects.hash(generation, previous, at, loads, pods, around);
  }

  int generation() {
    return generation;
  }

  Told previous() {
    return previous;
  }

  Map<String, Copy<Workload>> loads() {
    return loads;
  }

  List<Pod> podsOf(WorkloadKey key) {
    Pod.Owner owner = new Pod.Owner.OfWorkload(key);
    return pods.values().stream()
        .map(Seen::stamped)
        .filter(it -> it.owner().equals(owner))
        .toList();
  }

  /** The same, after a status was written. */
  Seen knowing(Told status) {
    return new Seen(generation, status, at, loads, pods, around);
  }

  Observation observation(Release release, Flaw flaw) {
    Map<WorkloadKey, WorkloadView> views = new HashMap<>();
    loads.values().forEach(copy -> views.put(copy.value().key(), view(copy, flaw)));
    return new Observation(release, previous.status(), at, views, Map.of());
  }

  private WorkloadView view(Copy<Workload> copy, Flaw flaw) {
    Workload load = copy.value();
    WorkloadKey key = load.key();
    List<Revision> revisions =
        around.revisions.values().stream()
            .map(Copy::value)
            .filter(it -> it.owner().equals(key))
            .toList();
    List<JobRun> runs =
        around.runs.values().stream()
            .map(Copy::value)
            .filter(it -> it.owner().equals(key))
            .toList();
    Surroundings surroundings =
        new Surroundings(revisions, List.of(), Surroundings.Nodes.UNREADABLE, List.of(), List.of());
    Workload stamped =
        new Workload(
            new Workload.Identity(key, load.id().uid(), copy.resourceVersion()),
            load.template(),
            load.containers(),
            flaw == Flaw.BelievesStaleCounts ? current(load.replicas()) : load.replicas(),
            load.marks(),
            load.strategy());
    return new WorkloadView.Found(stamped, podsOf(key), runs, surroundings);
  }

  private static Replicas current(Replicas it) {
    return new Replicas(it.wanted(), it.total(), it.updated(), it.available(), true);
  }

  private static Pod stamped(Copy<Pod> copy) {
    Pod pod = copy.value();
    return new Pod(
        new Pod.Identity(pod.name(), pod.id().uid(), copy.resourceVersion()),
        pod.owner(),
        pod.revision(),
        pod.life(),
        pod.placement(),
        pod.containers());
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Seen seen
            && hash == seen.hash
            && generation == seen.generation
            && previous.equals(seen.previous)
            && at.equals(seen.at)
            && loads.equals(seen.loads)
            && pods.equals(seen.pods)
            && around.equals(seen.around));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
