package dev.releaserecord.draft;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a namespace runs.
 *
 * @param workloads of the kinds that a record may govern, in the order of their names
 * @param runs Jobs of CronJobs
 * @param governed workloads that another record names, with its name
 * @param loose images that run there and stand in no template of a workload
 */
public record Inventory(
    List<Workload> workloads,
    List<Pod> pods,
    List<JobRun> runs,
    Map<WorkloadKey, String> governed,
    List<Loose> loose) {

  public Inventory {
    workloads = workloads.stream().sorted(Comparator.comparing(Workload::key)).toList();
    pods = List.copyOf(pods);
    runs = List.copyOf(runs);
    governed = Map.copyOf(governed);
    loose = List.copyOf(loose);
  }

  /**
   * Such as a pod that nothing controls, or a container for debugging that somebody put into one.
   *
   * @param place as a person names it
   */
  public record Loose(String place, String image) {}

  /** Its own pods that are not about to go; of a CronJob those of its newest run that has any. */
  List<Pod> pods(WorkloadKey workload) {
    if (workload.kind().keepsPodsRunning()) {
      return pods.stream()
          .filter(pod -> pod.owner().equals(new Pod.Owner.OfWorkload(workload)))
          .filter(pod -> !pod.leaving() && pod.life().ended() == null)
          .toList();
    }
    return runs.stream()
        .filter(run -> run.owner().equals(workload))
        .sorted(Comparator.comparing((JobRun run) -> run.id().created()).reversed())
        .map(run -> new Pod.Owner.OfJob(run.name()))
        .map(job -> pods.stream().filter(pod -> pod.owner().equals(job)).toList())
        .filter(its -> !its.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
