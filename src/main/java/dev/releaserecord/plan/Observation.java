package dev.releaserecord.plan;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision may know, at one instant.
 *
 * @param previous the status that the last pass left
 * @param workloads those of the record, and those that are still drained and that no record names
 * @param rivals claims of other records on the same workloads
 */
public record Observation(
    Release release,
    ReleaseRecordStatus previous,
    Instant at,
    Map<WorkloadKey, WorkloadView> workloads,
    Map<WorkloadKey, List<Rival>> rivals,
    Terms terms) {

  /** A record whose last status stands in the cluster, and that asks for nothing. */
  public Observation(
      Release release,
      ReleaseRecordStatus previous,
      Instant at,
      Map<WorkloadKey, WorkloadView> workloads,
      Map<WorkloadKey, List<Rival>> rivals) {
    this(release, previous, at, workloads, rivals, Terms.SETTLED);
  }

  public Observation {
    workloads = Map.copyOf(workloads);
    rivals = Map.copyOf(rivals);
  }

  /**
   * What a pass may count on beside what it sees.
   *
   * @param recorded whether the previous status stands in the cluster already: what it announces
   *     may be done
   * @param retry the annotation {@code releaserecord.dev/retry}, null where it is absent
   * @param missingRights rights that the operator lacks and can do without, each as {@code list
   *     nodes}: what they would show is not known
   */
  public record Terms(boolean recorded, @Nullable String retry, List<String> missingRights) {

    /** Nothing is asked for, nothing is missing. */
    static final Terms SETTLED = new Terms(true, null, List.of());

    public Terms {
      missingRights = List.copyOf(missingRights);
    }
  }

  /** Whether somebody asked to try again since the last pass. */
  public boolean retried() {
    return terms.retry != null && !terms.retry.equals(previous.lastHandledRetry());
  }

  /** What the last pass left of a workload of a service. */
  public Optional<WorkloadStatus> row(String service, WorkloadKey key) {
    return previous.services().stream()
        .filter(status -> status.name().equals(service))
        .flatMap(status -> status.workloads().stream())
        .filter(row -> row.kind().name().equals(key.kind().name()))
        .filter(row -> row.name().equals(key.name()))
        .findFirst();
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
