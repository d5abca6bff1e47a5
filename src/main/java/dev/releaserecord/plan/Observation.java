package dev.releaserecord.plan;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.check.CheckAnswer;
import dev.releaserecord.plan.check.Checks;
import dev.releaserecord.plan.check.Series;
import dev.releaserecord.plan.drift.Contest;
import dev.releaserecord.plan.gate.Dependencies;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.history.Changes;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.release.Release.WorkloadClaim;
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
  private final Contest contest;

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
    Long judged = previous.observedGeneration();
    boolean edited = judged != null && judged != release.id().generation();
    this.contest =
        Contest.of(previous.contention(), new Contest.Terms(at, edited, retried(), terms.recorded));
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
   * @param history the digest sets that were verified
   * @param answers of checks that ended and may not stand in the status yet
   */
  public record Terms(
      boolean recorded,
      @Nullable String retry,
      List<String> missingRights,
      Stock stock,
      Grants grants,
      History history,
      List<CheckAnswer> answers) {
    public Terms {
      missingRights = List.copyOf(missingRights);
      answers = List.copyOf(answers);
    }

    /** Where no check has ended. */
    public Terms(
        boolean recorded,
        @Nullable String retry,
        List<String> missingRights,
        Stock stock,
        Grants grants,
        History history) {
      this(recorded, retry, missingRights, stock, grants, history, List.of());
    }

    /** Where no service needs a Secret or a ConfigMap, and nobody granted or verified anything. */
    public Terms(boolean recorded, @Nullable String retry, List<String> missingRights) {
      this(recorded, retry, missingRights, Stock.EMPTY, Grants.NONE, History.EMPTY);
    }
  }

  /** The same, as if the record were another one. */
  Observation of(Release other) {
    return new Observation(other, previous, at, workloads, rivals, terms);
  }

  /** What has to be ready before anything is pinned. */
  public Dependencies dependencies() {
    return new Dependencies(release.policy().gates().dependencies(), terms.grants);
  }

  /** The checks of the record, with what is known of them. */
  Checks checks() {
    return new Checks(
        release,
        previous,
        new Series.Asking(
            at,
            terms.recorded,
            retried() ? Series.Anew.Everything : Series.Anew.Nothing,
            null,
            terms.answers),
        this::workload);
  }

  /** The digest sets that were verified. */
  public History history() {
    return terms.history;
  }

  /** What a set stood on when it was verified and is another now, by service. */
  public Map<String, String> changes(VerifiedSet set) {
    return Changes.of(
        set,
        (service, key) ->
            new Changes.Now(
                workload(key).map(it -> it.id().shapeText()).orElse(null),
                before(service, key)
                    .map(WorkloadStatus::secrets)
                    .filter(it -> it.hmac() != null)
                    .map(it -> it.keyId() + ":" + it.hmac())
                    .orElse(null)));
  }

  /** Whether somebody asked to try again since the last pass. */
  public boolean retried() {
    return terms.retry != null && !terms.retry.equals(previous.lastHandledRetry());
  }

  /** Who writes images in turns with the operator. */
  public Contest contest() {
    return contest;
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

  /** Services of an earlier pass that rested, and of which everything is as it was then. */
  Map<String, ServicePlan> resting(Planner.Memory last, Plan.Sets sets) {
    Map<String, ServicePlan> resting = new HashMap<>();
    Observation earlier = last.observation();
    if (!retried()
        && terms.stock.equals(earlier.terms.stock)
        && !at.isBefore(earlier.at)
        && sets.equals(last.plan().sets())) {
      for (ServicePlan plan : last.plan().services()) {
        if (plan.rests() && showsSame(earlier, plan.service())) {
          resting.put(plan.service().name(), plan);
        }
      }
    }
    return resting;
  }

  /** What both share is told by identity, so that asking costs little. */
  private boolean showsSame(Observation earlier, Service service) {
    for (WorkloadClaim claim : service.workloads()) {
      if (!showsSame(earlier, claim.key())) {
        return false;
      }
    }
    return Objects.equals(before.get(service.name()), earlier.before.get(service.name()));
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
