package dev.releaserecord.plan;

import dev.releaserecord.plan.Finding.Differs;
import dev.releaserecord.plan.Plan.Sets;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Gathers image changes into one pin per workload; by the order of kinds, CronJobs come last. */
final class Pins {

  private final Sets sets;
  private final TreeMap<WorkloadKey, Workload> workloads = new TreeMap<>();
  private final TreeMap<WorkloadKey, List<ImageChange>> changes = new TreeMap<>();

  Pins(Sets sets) {
    this.sets = sets;
  }

  void add(Differs differs) {
    workloads.put(differs.key(), differs.governed().workload());
    changes.computeIfAbsent(differs.key(), _ -> new ArrayList<>()).addAll(differs.changes());
  }

  List<Pin> pins() {
    return workloads.values().stream().map(this::pin).toList();
  }

  private Pin pin(Workload workload) {
    String set = Objects.requireNonNull(sets.declared(), "an image to pin makes a digest set");
    return new Pin(
        workload.key(),
        workload.id().uid(),
        workload.marks(),
        Release.label(set),
        Objects.requireNonNull(changes.get(workload.key())));
  }
}
