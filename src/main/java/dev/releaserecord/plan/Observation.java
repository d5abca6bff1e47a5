package dev.releaserecord.plan;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything a decision may know, at one instant.
 *
 * @param previous the status that the last pass left
 * @param rivals claims of other records on the same workloads
 * @param missingRights rights that the operator lacks and can do without, each as {@code list
 *     nodes}: what they would show is not known
 */
public record Observation(
    Release release,
    ReleaseRecordStatus previous,
    Instant at,
    Map<WorkloadKey, WorkloadView> workloads,
    Map<WorkloadKey, List<Rival>> rivals,
    List<String> missingRights) {

  public Observation {
    workloads = Map.copyOf(workloads);
    rivals = Map.copyOf(rivals);
    missingRights = List.copyOf(missingRights);
  }

  /** A workload that nobody looked up counts as missing. */
  public WorkloadView view(WorkloadKey key) {
    return workloads.getOrDefault(key, new WorkloadView.Missing());
  }

  /**
   * Another record's claim on a workload.
   *
   * @param repository of the claiming service
   * @param containers the named ones; empty: those of the repository
   */
  public record Rival(Release.Identity record, String repository, List<String> containers) {
    public Rival {
      containers = List.copyOf(containers);
    }
  }
}
