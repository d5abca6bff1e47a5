package dev.releaserecord.plan;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.gate.Dependencies;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.secret.fact.Stock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything a decision may know, at one instant. It does not change. */
public final class Observation {

  private final Release release;
  private final ReleaseRecordStatus previous;
  private final Instant at;
  private final Map<WorkloadKey, WorkloadView> workloads;
  private final Map<WorkloadKey, List<Rival>> rivals;
  private final Terms terms;

  /** A pass asks several times for each of 250 services: no search through all of them. */
  private final Map<String, ServiceStatus> before = new HashMap<>();

  /**
   * @param previous the status that the last pass left
   * @param workloads those of the record, and those that are still drained and that no record names
   * @param rivals claims of other records on the same workloads
   */
  public Observation(
      Release release,
      ReleaseRecordStatus previous,
      Instant at,
      Map<WorkloadKey, WorkloadView> workloads,
      Map<WorkloadKey, List<Rival>> rivals,
      Terms terms) {
    this.release = release;
    this.previous = previous;
    this.at = at;
    this.workloads = Map.copyOf(workloads);
    this.rivals = Map.copyOf(rivals);
    this.terms = terms;
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

  public Terms terms() {
    return terms;
  }

  /**
   * What a pass may count on beside what it sees.
   *
   * @param recorded whether the previous status stands in the cluster already: what it announces
   *     may be done
   * @param retry the annotation {@code releaserecord.dev/retry}, null where it is absent
   * @param missingRights rights that the operator lacks and can do without, each as {@code list
   *     nodes}: what they would show is not known
   * @param stock the Secrets and ConfigMaps that the services need
   * @param grants what others put before the record
   */
  public record Terms(
      boolean recorded,
      @Nullable String retry,
      List<String> missingRights,
      Stock stock,
      Grants grants) {
    public Terms {
      missingRights = List.copyOf(missingRights);
    }

    /** Where no service needs a Secret or a ConfigMap, and nobody granted anything. */
    public Terms(boolean recorded, @Nullable String retry, List<String> missingRights) {
      this(recorded, retry, missingRights, Stock.EMPTY, Grants.NONE);
    }
  }

  /** What has to be ready before anything is pinned. */
  public Dependencies dependencies() {
    return new Dependencies(release.policy().gates().dependencies(), terms.grants);
  }

  /** Whether somebody asked to try again since the last pass. */
  public boolean retried() {
    return terms.retry != null && !terms.retry.equals(previous.lastHandledRetry());
  }

  /** A workload that nobody looked up counts as missing. */
  public WorkloadView view(WorkloadKey key) {
    return workloads.getOrDefault(key, new WorkloadView.Missing());
  }

  /** The workload, where it exists and can be read. */
  Optional<Workload> workload(WorkloadKey key) {
    return view(key) instanceof WorkloadView.Found found
        ? Optional.of(found.workload())
        : Optional.empty();
  }

  /** What the last pass left of a service. */
  public Optional<ServiceStatus> before(String service) {
    return Optional.ofNullable(before.get(service));
  }

  /** Whether all Secrets and ConfigMaps are as an earlier one showed them. */
  boolean showsSameStock(Observation earlier) {
    return terms.stock.equals(earlier.terms.stock);
  }

  /**
   * Whether this shows of a service all that an earlier one showed. What both share is told by
   * identity, so that asking costs little.
   */
  boolean showsSame(Observation earlier, Service service) {
    return Objects.equals(before.get(service.name()), earlier.before.get(service.name()))
        && service.workloads().stream().allMatch(claim -> showsSame(earlier, claim.key()));
  }

  private boolean showsSame(Observation earlier, WorkloadKey key) {
    return Objects.equals(workloads.get(key), earlier.workloads.get(key))
        && Objects.equals(rivals.get(key), earlier.rivals.get(key));
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
