package dev.releaserecord.plan;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything a decision may know, at one instant. It does not change. */
public final class Observation {

  private final Release release;
  private final ReleaseRecordStatus previous;
  private final Instant at;
  private final Map<WorkloadKey, WorkloadView> workloads;
  private final Map<WorkloadKey, List<Rival>> rivals;

  /** A pass asks several times for each of 250 services: no search through all of them. */
  private final Map<String, ServiceStatus> before = new HashMap<>();

  /**
   * @param previous the status that the last pass left
   * @param rivals claims of other records on the same workloads
   */
  public Observation(
      Release release,
      ReleaseRecordStatus previous,
      Instant at,
      Map<WorkloadKey, WorkloadView> workloads,
      Map<WorkloadKey, List<Rival>> rivals) {
    this.release = release;
    this.previous = previous;
    this.at = at;
    this.workloads = Map.copyOf(workloads);
    this.rivals = Map.copyOf(rivals);
    previous.services().forEach(status -> before.putIfAbsent(status.name(), status));
  }

  public Release release() {
    return release;
  }

  /** The status that the last pass left. */
  public ReleaseRecordStatus previous() {
    return previous;
  }

  public Instant at() {
    return at;
  }

  public Map<WorkloadKey, WorkloadView> workloads() {
    return workloads;
  }

  /** Claims of other records on the same workloads. */
  public Map<WorkloadKey, List<Rival>> rivals() {
    return rivals;
  }

  /** A workload that nobody looked up counts as missing. */
  public WorkloadView view(WorkloadKey key) {
    return workloads.getOrDefault(key, new WorkloadView.Missing());
  }

  /** What the last pass left of a service. */
  public Optional<ServiceStatus> before(String service) {
    return Optional.ofNullable(before.get(service));
  }

  /** What the last pass left of a workload of a service. */
  public Optional<WorkloadStatus> before(String service, WorkloadKey key) {
    ServiceStatus status = before.get(service);
    if (status == null) {
      return Optional.empty();
    }
    for (WorkloadStatus row : status.workloads()) {
      if (row.name().equals(key.name()) && row.kind().name().equals(key.kind().name())) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
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
