package dev.releaserecord.controller;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.telemetry.FailureReason;
import dev.releaserecord.telemetry.ReleaseMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts what a pass did and how its record stands after it. */
final class PassMeter {

  private final ReleaseMetrics metrics;
  private final Clock clock;

  PassMeter(ReleaseMetrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @param seen when the change was seen that led to the pass
   */
  void measure(Outcome outcome, ReleaseRecordStatus next, Optional<Instant> seen) {
    var id = outcome.observation().release().id();
    Instant held =
        Holds.since(outcome.observation().release(), outcome.observation().at()).orElse(null);
    metrics.observed(MetricsProjector.of(id, next, held, outcome.plan().rotationPendingSince()));
    List<Action.Pin> applied = outcome.applied().toList();
    seen.filter(_ -> !applied.isEmpty())
        .ifPresent(since -> metrics.pinned(Duration.between(since, clock.instant())));
    applied.stream()
        .filter(Action.Pin::correctsDrift)
        .forEach(_ -> metrics.driftCorrected(id.namespace(), id.name()));
    if (outcome.plan().begun() != null) {
      metrics.rolledBack(id.namespace(), id.name());
    }
    CheckMeter.ended(outcome.observation().previous(), next)
        .forEach(it -> metrics.checked(id.namespace(), id.name(), it));
    ClearMeter.count(metrics, id, outcome.results());
    outcome.results().stream()
        .flatMap(result -> reason(result).stream())
        .distinct()
        .forEach(reason -> metrics.failed(id.namespace(), id.name(), reason));
    rolledOut(outcome.observation(), next);
  }

  private void rolledOut(Observation observation, ReleaseRecordStatus next) {
    List<String> over =
        next.services().stream()
            .filter(
                service -> service.phase() == Phase.Verified || service.phase() == Phase.Checking)
            .map(ServiceStatus::name)
            .toList();
    observation.previous().services().stream()
        .filter(before -> before.phase() == Phase.RollingOut && over.contains(before.name()))
        .flatMap(before -> Stream.ofNullable(before.since()))
        .forEach(since -> metrics.rolledOut(Duration.between(since, observation.at())));
  }

  private static Optional<FailureReason> reason(ActionResult result) {
    return switch (result) {
      case ActionResult.Forbidden _ -> Optional.of(FailureReason.Forbidden);
      case ActionResult.Rejected _ -> Optional.of(FailureReason.Invalid);
      case ActionResult.Unavailable _ -> Optional.of(FailureReason.Unavailable);
      case ActionResult.Conflicted _ -> Optional.of(FailureReason.Conflict);
      // A guard that failed, or a disruption budget, did its duty: nothing to page anybody for.
      case ActionResult.Applied _,
          ActionResult.Superseded _,
          ActionResult.Postponed _,
          ActionResult.Withheld _ ->
          Optional.empty();
    };
  }
}
