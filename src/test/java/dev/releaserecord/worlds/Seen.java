package dev.releaserecord.worlds;

import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.secret.fact.Stock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What one look of the operator saw: copies of the record, its last status, and the workloads. */
final class Seen {

  private final Card card;
  private final boolean recorded;
  private final Map<String, Copy<Workload>> loads;
  private final Map<String, Copy<Pod>> pods;
  private final Around around;
  private final int hash;

  /** What stands beside workloads and pods. */
  record Around(Map<String, Copy<Revision>> revisions, Map<String, Copy<JobRun>> runs) {}

  /**
   * @param card with the newest status that the operator knows of
   * @param recorded whether that stands in the cluster
   */
  Seen(
      Card card,
      boolean recorded,
      Map<String, Copy<Workload>> loads,
      Map<String, Copy<Pod>> pods,
      Around around) {
    this.card = card;
    this.recorded = recorded;
    this.loads = loads;
    this.pods = pods;
    this.around = around;
    this.hash = Objects.hash(card, recorded, loads, pods, around);
  }

  Card card() {
    return card;
  }

  Told previous() {
    return card.status();
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
    return new Seen(card.with(status), true, loads, pods, around);
  }

  Observation observation(Setting setting) {
    Flaw flaw = setting.flaw();
    Map<WorkloadKey, WorkloadView> views = new HashMap<>();
    loads.values().forEach(copy -> views.put(copy.value().key(), view(copy, flaw)));
    boolean written = recorded || flaw == Flaw.ActsBeforeItIsWritten;
    return new Observation(
        setting.release(card.generation()),
        previous().status(),
        Ages.NOW,
        views,
        Map.of(),
        new Observation.Terms(
            written, card.retry(), List.of(), Stock.EMPTY, Grants.NONE, setting.history()));
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

  /** What an action is based on. */
  Write.Basis basis(Action action) {
    Copy<Workload> copy = Objects.requireNonNull(loads.get(action.workload().toString()));
    Workload load = copy.value();
    List<Write.Target> targets =
        switch (action) {
          case Action.DeletePods delete ->
              delete.pods().stream().map(it -> target(it, false, delete.force())).toList();
          case Action.EvictPod evict -> List.of(target(evict.pod(), true, false));
          case Action.Pin _,
              Action.Drain _,
              Action.Restore _,
              Action.LeaveScaled _,
              Action.Restart _ ->
              List.of();
        };
    return new Write.Basis(
        card.generation(),
        load.id().uid(),
        load.containers().stream().map(TemplateContainer::image).toList(),
        !(action instanceof Action.Drain) || copy.behind() == 0,
        card.guarded(),
        targets);
  }

  /**
   * @param any whether it may go in whatever state it is
   */
  private Write.Target target(Pod.Identity pod, boolean any, boolean force) {
    boolean fresh = any || pod.resourceVersion().equals(Copy.fresh(pod).resourceVersion());
    return new Write.Target(pod.name(), pod.uid(), fresh, force);
  }

  private static Replicas current(Replicas it) {
    return new Replicas(it.wanted(), it.total(), it.updated(), it.available(), true);
  }

  private static Pod stamped(Copy<Pod> copy) {
    Pod pod = copy.value();
    return new Pod(
        new Pod.Identity(pod.name(), pod.id().uid(), copy.resourceVersion()),
        pod.owner(),
        pod.template(),
        pod.life(),
        pod.placement(),
        pod.containers());
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Seen seen
            && hash == seen.hash
            && recorded == seen.recorded
            && card.equals(seen.card)
            && loads.equals(seen.loads)
            && pods.equals(seen.pods)
            && around.equals(seen.around));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
