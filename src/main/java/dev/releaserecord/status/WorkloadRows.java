package dev.releaserecord.status;

import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.Evidence;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.ServiceWarning;
import dev.releaserecord.api.WorkloadKind;
import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.image.Digest;
import dev.releaserecord.plan.Finding;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.clearing.Clearance;
import dev.releaserecord.plan.clearing.Ledger;
import dev.releaserecord.plan.clearing.RolloutClock;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Progress;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of the workloads of a service, and what is warned of. */
final class WorkloadRows {

  static final String LOGS_UNAVAILABLE = "LogsUnavailable";

  private final Observation observation;
  private final Map<WorkloadKey, EvidenceTaken> evidence;
  private final Map<WorkloadKey, Clearance> clearances;
  private final Set<WorkloadKey> cleared;

  WorkloadRows(Outcome outcome) {
    this.observation = outcome.observation();
    this.clearances =
        outcome.plan().work().clearing().clearances().stream()
            .collect(Collectors.toMap(Clearance::workload, Function.identity()));
    this.cleared =
        outcome.results().stream()
            .flatMap(result -> completed(result).stream())
            .map(Action::workload)
            .collect(Collectors.toSet());
    this.evidence =
        outcome.evidence().stream()
            .collect(
                Collectors.toMap(
                    taken -> taken.wanted().workload(), Function.identity(), (one, _) -> one));
  }

  /** What makes an attempt complete. */
  private static Optional<Action> completed(ActionResult result) {
    if (!(result instanceof ActionResult.Applied(Action action))) {
      return Optional.empty();
    }
    return switch (action) {
      case Action.DeletePods delete -> delete.last() ? Optional.of(action) : Optional.empty();
      case Action.EvictPod _, Action.Drain _ -> Optional.of(action);
      case Action.Pin _, Action.Restore _, Action.LeaveScaled _, Action.Restart _ ->
          Optional.empty();
    };
  }

  private Optional<Ledger> ledger(WorkloadKey workload) {
    return Optional.ofNullable(clearances.get(workload))
        .map(Clearance::ledger)
        .map(ledger -> cleared.contains(workload) ? ledger.made() : ledger);
  }

  WorkloadStatus row(ServiceOutcome service, Finding finding) {
    WorkloadKey key = finding.key();
    Optional<WorkloadStatus> before = observation.before(service.name(), key);
    String digest = service.plan().service().target().digest().map(Digest::text).orElse(null);
    String pinned =
        service.carries(finding) ? digest : before.map(WorkloadStatus::pinned).orElse(null);
    Governed governed = finding.governedOrNull();
    if (governed == null) {
      Seen seen = new Seen(pinned, null, null, List.of());
      List<String> containers = before.map(WorkloadStatus::containers).orElse(List.of());
      return row(service, key, seen, containers, evidence(before, key));
    }
    Progress progress = governed.progress();
    RolloutClock clock = governed.health().clock();
    boolean whole = progress instanceof Progress.Steady && governed.diagnosis().root().isEmpty();
    boolean over = clock == null || !clock.running() || whole && service.verified();
    String ready = progress.ready() + "/" + progress.wanted();
    Seen seen =
        new Seen(
            pinned,
            key.kind().keepsPodsRunning() ? ready : null,
            over ? null : clock,
            governed.running());
    List<String> containers =
        finding instanceof Finding.Undeclared
            ? List.of()
            : governed.containers().stream().map(TemplateContainer::name).toList();
    return row(service, key, seen, containers, whole ? null : evidence(before, key));
  }

  /** Kept until the workload is whole again: whoever comes later wants to see it too. */
  private @Nullable Evidence evidence(Optional<WorkloadStatus> before, WorkloadKey key) {
    EvidenceTaken taken = evidence.get(key);
    if (taken == null || (taken.wanted().again() && taken.evidence().log() == null)) {
      return before.map(WorkloadStatus::evidence).orElse(null);
    }
    return taken.evidence();
  }

  /** What this pass saw of a workload. */
  private record Seen(
      @Nullable String pinned,
      @Nullable String ready,
      @Nullable RolloutClock clock,
      List<String> running) {}

  private WorkloadStatus row(
      ServiceOutcome service,
      WorkloadKey key,
      Seen seen,
      List<String> containers,
      @Nullable Evidence evidence) {
    Optional<WorkloadStatus> before = observation.before(service.name(), key);
    Optional<Ledger> ledger = ledger(key);
    Optional<WorkloadStatus> kept = before.filter(_ -> !observation.retried());
    return new WorkloadStatus(
        WorkloadKind.valueOf(key.kind().name()),
        key.name(),
        seen.ready,
        seen.clock == null ? null : seen.clock.since().truncatedTo(ChronoUnit.SECONDS),
        seen.clock == null ? null : seen.clock.rollout(),
        seen.pinned,
        seen.running,
        containers,
        started(service, key).or(() -> before.map(WorkloadStatus::secrets)).orElse(null),
        ledger.map(Ledger::attempts).or(() -> kept.map(WorkloadStatus::clearAttempts)).orElse(0),
        newest(ledger, kept.map(WorkloadStatus::clearing).orElse(null)),
        evidence);
  }

  private static Optional<WorkloadSecrets> started(ServiceOutcome service, WorkloadKey key) {
    return service.plan().rotation().standings().stream()
        .filter(standing -> standing.workload().key().equals(key))
        .flatMap(standing -> Stream.ofNullable(standing.started()))
        .findFirst();
  }

  /** A drain of another set is not forgotten while it may still come to be. */
  private static @Nullable ClearingAttempt newest(
      Optional<Ledger> ledger, @Nullable ClearingAttempt before) {
    if (ledger.isEmpty() || before == null) {
      return ledger.isEmpty() ? before : ledger.get().newest();
    }
    ClearingAttempt own = ledger.get().newest();
    boolean other = !ledger.get().set().equals(before.set());
    return own == null && other && Ledger.drainPossibleUntil(before).isPresent() ? before : own;
  }

  /** That a log cannot be read is said as long as the evidence without it stands. */
  List<ServiceWarning> warnings(ServiceOutcome service, @Nullable ServiceStatus was) {
    Stream<ServiceWarning> planned =
        service.plan().warnings().stream()
            .map(warning -> new ServiceWarning(warning.reason(), warning.message()));
    return Stream.concat(planned, logs(service, was).stream()).toList();
  }

  private Optional<ServiceWarning> logs(ServiceOutcome service, @Nullable ServiceStatus was) {
    if (evidence.isEmpty() && service.verified()) {
      return Optional.empty();
    }
    List<EvidenceTaken> taken =
        service.plan().findings().stream()
            .flatMap(finding -> Stream.ofNullable(evidence.get(finding.key())))
            .toList();
    if (!taken.isEmpty()) {
      return taken.stream()
          .flatMap(it -> Stream.ofNullable(it.trouble()))
          .findFirst()
          .map(trouble -> new ServiceWarning(LOGS_UNAVAILABLE, trouble));
    }
    return Stream.ofNullable(was)
        .filter(_ -> !service.verified())
        .flatMap(status -> status.warnings().stream())
        .filter(warning -> LOGS_UNAVAILABLE.equals(warning.reason()))
        .findFirst()
        .filter(_ -> stands(service));
  }

  private boolean stands(ServiceOutcome service) {
    return service.plan().findings().stream()
        .flatMap(finding -> observation.before(service.name(), finding.key()).stream())
        .anyMatch(row -> row.evidence() != null);
  }
}
