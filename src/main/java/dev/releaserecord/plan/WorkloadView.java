package dev.releaserecord.plan;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.Workload;
import java.util.List;

/** What the caches hold of one workload. "Could not read" is a state, never an absence. */
public sealed interface WorkloadView {

  /**
   * @param pods of a CronJob, those of its runs
   * @param runs of a CronJob, else none
   */
  record Found(Workload workload, List<Pod> pods, List<JobRun> runs, Surroundings surroundings)
      implements WorkloadView {
    public Found {
      pods = List.copyOf(pods);
      runs = List.copyOf(runs);
    }
  }

  record Missing() implements WorkloadView {}

  /**
   * @param why names the missing right or the failure, and what to do
   */
  record Unreadable(String why) implements WorkloadView {}
}
