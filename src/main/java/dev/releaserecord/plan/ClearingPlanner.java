package dev.releaserecord.plan;

import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.clearing.Clearance;
import dev.releaserecord.plan.clearing.Clearer;
import dev.releaserecord.plan.clearing.ClearingWork;
import dev.releaserecord.plan.clearing.Drains;
import dev.releaserecord.plan.clearing.Ledger;
import dev.releaserecord.plan.clearing.Patient;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.release.Release.WorkloadClaim;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers what is done about stuck workloads, at most one act upon each. */
final class ClearingPlanner {

  private final Observation observation;
  private final @Nullable String set;
  private final Clearer clearer;
  private final Map<WorkloadKey, Clearance> clearances = new LinkedHashMap<>();
  private final Set<WorkloadKey> seen = new HashSet<>();

  /**
   * @param set the digest set that is kept, by which attempts are counted; null for none
   */
  ClearingPlanner(Observation observation, @Nullable String set) {
    this.observation = observation;
    this.set = set;
    this.clearer =
        new Clearer(
            observation.release().policy().clearing(),
            observation.terms().recorded(),
            observation.retried(),
            observation.at());
  }

  /**
   * @param ailing workloads that need to be cleared, with the cause
   * @param mended when something changed that their pods were started with, and that nobody
   *     restarts them for
   */
  record Ills(Map<WorkloadKey, Cause> ailing, Map<WorkloadKey, Instant> mended) {}

  /** What is done about the workloads of a service that carry their digest. */
  List<Clearance> clear(Service service, List<Finding> findings, Ills ills) {
    String counted = set;
    if (counted == null) {
      return List.of();
    }
    List<Clearance> own = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding instanceof Finding.Pinned(Governed governed) && seen.add(finding.key())) {
        Clearance clearance =
            clearer.clear(patient(service, governed, ills, counted), hold(service));
        if (!clearance.idle() || !untouched(service, finding.key())) {
          clearances.put(finding.key(), clearance);
          own.add(clearance);
        }
      }
    }
    return own;
  }

  /** Passes over a service that rests, if nothing was done about it that is to be remembered. */
  boolean passes(ServicePlan resting) {
    for (Finding finding : resting.findings()) {
      if (!untouched(resting.service(), finding.key())) {
        return false;
      }
    }
    resting.findings().forEach(finding -> seen.add(finding.key()));
    return true;
  }

  private boolean untouched(Service service, WorkloadKey key) {
    WorkloadStatus row = observation.before(service.name(), key).orElse(null);
    return row == null || (row.clearing() == null && row.clearAttempts() == 0);
  }

  private Patient patient(Service service, Governed governed, Ills ills, String counted) {
    Ledger ledger =
        Ledger.of(
            observation.before(service.name(), governed.workload().key()),
            counted,
            observation.retried());
    Marks.Drain drain = governed.workload().marks().drain();
    return new Patient(
        governed.health().facts(),
        governed.diagnosis(),
        ills.ailing.get(governed.workload().key()),
        drain == null ? ledger : ledger.seenDrained(drain.since()),
        ledger.drainedLast() ? Patience.of(service).plus(drainPeriod()) : Patience.of(service),
        ills.mended.get(governed.workload().key()));
  }

  private @Nullable String hold(Service service) {
    return Holds.standing(observation.release(), service, observation.at())
        .map(order -> "it is on hold (" + order.reason() + ")")
        .orElse(null);
  }

  ClearingWork clearing() {
    Map<Workload, Duration> drained = drained();
    List<Action> restores = new ArrayList<>();
    drained.forEach(
        (it, period) -> Drains.due(it, period, observation.at()).ifPresent(restores::add));
    Collection<Clearance> all = clearances.values();
    Optional<Instant> restoreAt =
        drained.entrySet().stream()
            .flatMap(it -> Stream.ofNullable(Drains.ends(it.getKey(), it.getValue())))
            .filter(it -> it.isAfter(observation.at()))
            .min(Instant::compareTo);
    Optional<Instant> possible =
        Stream.concat(
                drainPossibleUntil(observation),
                all.stream()
                    .flatMap(it -> Ledger.drainPossibleUntil(it.ledger().newest()).stream()))
            .filter(it -> it.isAfter(observation.at()))
            .max(Instant::compareTo);
    Instant recheckAt = restoreAt.or(() -> possible).orElse(null);
    return new ClearingWork(
        restores, List.copyOf(all), !drained.isEmpty() || possible.isPresent(), recheckAt);
  }

  /** By what the last pass left, whatever became of its set, its service or its budget since. */
  static Stream<Instant> drainPossibleUntil(Observation observation) {
    return observation.previous().services().stream()
        .flatMap(service -> service.workloads().stream())
        .flatMap(row -> Ledger.drainPossibleUntil(row.clearing()).stream());
  }

  private Duration drainPeriod() {
    return observation.release().policy().clearing().drainPeriod();
  }

  /** What is at zero, and how long it stays there: at once back is what no service names. */
  private Map<Workload, Duration> drained() {
    Map<Workload, Duration> drained = new LinkedHashMap<>();
    for (WorkloadView view : observation.workloads().values()) {
      if (view instanceof WorkloadView.Found found && found.workload().marks().drain() != null) {
        Workload workload = found.workload();
        drained.put(workload, claimed(workload.key()) ? drainPeriod() : Duration.ZERO);
      }
    }
    return drained;
  }

  private boolean claimed(WorkloadKey key) {
    return observation.release().services().stream()
        .flatMap(service -> service.workloads().stream())
        .map(WorkloadClaim::key)
        .anyMatch(key::equals);
  }

  /** The first act that everything was tried with; null where there is none. */
  static @Nullable Stall spent(List<Clearance> clearances, ServiceState state) {
    return clearances.stream().anyMatch(it -> it.words().spent())
        ? new Stall(StallReason.ClearingSpent, state.message())
        : null;
  }
}
