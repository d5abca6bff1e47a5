package dev.releaserecord.plan;

import dev.releaserecord.plan.Finding.Differs;
import dev.releaserecord.plan.Plan.Sets;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.plan.history.Detour;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers image changes into one pin per workload; by the order of kinds, CronJobs come last. */
final class Pins {

  private final @Nullable String set;
  private final TreeMap<WorkloadKey, Workload> workloads = new TreeMap<>();
  private final TreeMap<WorkloadKey, List<ImageChange>> changes = new TreeMap<>();

  /**
   * @param set that they are pinned to; null where there can be none
   */
  Pins(@Nullable String set) {
    this.set = set;
  }

  void add(Differs differs) {
    workloads.put(differs.key(), differs.governed().workload());
    changes.computeIfAbsent(differs.key(), _ -> new ArrayList<>()).addAll(differs.changes());
  }

  List<Pin> pins() {
    return workloads.values().stream().map(this::pin).toList();
  }

  private Pin pin(Workload workload) {
    String label = Objects.requireNonNull(set, "an image to pin makes a digest set");
    return new Pin(
        workload.key(),
        workload.id().uid(),
        workload.marks(),
        Release.label(label),
        Objects.requireNonNull(changes.get(workload.key())));
  }

  /**
   * What waits, and what would be written if the declared set could be pinned instead of the one
   * that is kept.
   *
   * @param looked at what the record declares
   */
  static List<Pin> pending(Pins waiting, Observation looked, Sets sets) {
    Detour detour = sets.detour();
    Pins declared = new Pins(sets.declared());
    if (detour != null && !detour.goesBack()) {
      WorkloadJudge judge = new WorkloadJudge(looked, Set.of());
      looked.release().services().stream()
          .filter(service -> detour.moved().contains(service.name()))
          .flatMap(service -> service.workloads().stream().map(it -> judge.judge(service, it)))
          .filter(finding -> finding instanceof Differs)
          .forEach(finding -> declared.add((Differs) finding));
    }
    return Stream.concat(waiting.pins().stream(), declared.pins().stream()).toList();
  }
}
