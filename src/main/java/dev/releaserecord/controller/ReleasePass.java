package dev.releaserecord.controller;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.kube.cache.Observer;
import dev.releaserecord.kube.evidence.EvidenceTaker;
import dev.releaserecord.kube.write.Executor;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.Planner;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.status.EventDraft;
import dev.releaserecord.status.EventProjector;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.StatusProjector;
import dev.releaserecord.telemetry.FailureReason;
import dev.releaserecord.telemetry.ReleaseMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over one record: look, think, act, tell. */
final class ReleasePass {

  private static final Logger LOG = LoggerFactory.getLogger(ReleasePass.class);

  /** The watch brings what made a guard fail; this only covers a watch that is late. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Observer observer;
  private final Writers writers;
  private final ReleaseMetrics metrics;
  private final Clock clock;

  record Writers(Executor executor, EvidenceTaker evidence, Publisher publisher) {}

  /**
   * @param recheckAt when to look again with nothing having happened; null for never
   * @param transientFailure whether something could not be done just now
   */
  record Result(@Nullable Instant recheckAt, boolean transientFailure) {}

  ReleasePass(Observer observer, Writers writers, ReleaseMetrics metrics, Clock clock) {
    this.observer = observer;
    this.writers = writers;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @param seen when the change was seen that led to this pass
   */
  Result run(ReleaseRecord record, Optional<Instant> seen) throws InterruptedException {
    ReleaseRecordStatus previous = writers.publisher.current(record);
    Observation observation = observer.observe(record, previous, clock.instant());
    Plan plan = Planner.plan(observation);
    String namespace = observation.release().id().namespace();
    List<ActionResult> results = writers.executor.execute(namespace, plan.actions());
    List<EvidenceTaken> evidence = writers.evidence.takeAll(namespace, plan.work().evidence());
    Outcome outcome = new Outcome(observation, plan, results, evidence);
    ReleaseRecordStatus next = StatusProjector.project(outcome);
    tell(record, outcome, next);
    measure(outcome, next, seen);
    return new Result(
        recheckAt(outcome).orElse(null),
        results.stream()
            .anyMatch(
                result ->
                    result instanceof ActionResult.Unavailable
                        || result instanceof ActionResult.Conflicted));
  }

  private void tell(ReleaseRecord record, Outcome outcome, ReleaseRecordStatus next) {
    List<EventDraft> drafts = EventProjector.between(outcome, next);
    drafts.forEach(draft -> LOG.info("{}: {}", draft.reason(), draft.note()));
    ReleaseRecordStatus previous = outcome.observation().previous();
    if (!Objects.equals(next.summary(), previous.summary())) {
      LOG.info("{}", next.summary());
    }
    if (!drafts.isEmpty() || !next.equals(previous)) {
      writers.publisher.publish(record, next, drafts);
    }
  }

  private Optional<Instant> recheckAt(Outcome outcome) {
    Instant at = outcome.observation().at();
    Stream<Instant> refused =
        outcome.results().stream()
            .flatMap(result -> writers.executor.nextAttempt(result.action()).stream());
    Stream<Instant> superseded =
        outcome.results().stream()
            .filter(result -> result instanceof ActionResult.Superseded)
            .map(_ -> at.plus(LOOK_AGAIN));
    return Stream.of(outcome.plan().recheckAt().stream(), refused, superseded)
        .flatMap(instants -> instants)
        .min(Instant::compareTo);
  }

  private void measure(Outcome outcome, ReleaseRecordStatus next, Optional<Instant> seen) {
    var id = outcome.observation().release().id();
    metrics.observed(MetricsProjector.of(id, next));
    List<Action.Pin> applied = outcome.applied().toList();
    seen.filter(_ -> !applied.isEmpty())
        .ifPresent(since -> metrics.pinned(Duration.between(since, clock.instant())));
    applied.stream()
        .filter(Action.Pin::correctsDrift)
        .forEach(_ -> metrics.driftCorrected(id.namespace(), id.name()));
    outcome.results().stream()
        .flatMap(result -> reason(result).stream())
        .distinct()
        .forEach(reason -> metrics.failed(id.namespace(), id.name(), reason));
    rolledOut(outcome.observation(), next);
  }

  private void rolledOut(Observation observation, ReleaseRecordStatus next) {
    List<String> verified =
        next.services().stream()
            .filter(service -> service.phase() == Phase.Verified)
            .map(ServiceStatus::name)
            .toList();
    observation.previous().services().stream()
        .filter(before -> before.phase() == Phase.RollingOut && verified.contains(before.name()))
        .flatMap(before -> Stream.ofNullable(before.since()))
        .forEach(since -> metrics.rolledOut(Duration.between(since, observation.at())));
  }

  private static Optional<FailureReason> reason(ActionResult result) {
    return switch (result) {
      case ActionResult.Forbidden _ -> Optional.of(FailureReason.Forbidden);
      case ActionResult.Rejected _ -> Optional.of(FailureReason.Invalid);
      case ActionResult.Unavailable _ -> Optional.of(FailureReason.Unavailable);
      case ActionResult.Conflicted _ -> Optional.of(FailureReason.Conflict);
      // A guard that failed did its duty: nothing to page anybody for.
      case ActionResult.Applied _, ActionResult.Superseded _, ActionResult.Withheld _ ->
          Optional.empty();
    };
  }
}
