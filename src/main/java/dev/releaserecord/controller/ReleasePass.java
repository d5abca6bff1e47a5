package dev.releaserecord.controller;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.check.CheckRunner;
import dev.releaserecord.check.Site;
import dev.releaserecord.check.registry.RegistryAsker;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.cache.Observer;
import dev.releaserecord.kube.evidence.EvidenceTaker;
import dev.releaserecord.kube.evidence.EvidenceTaker.Takings;
import dev.releaserecord.kube.write.Executor;
import dev.releaserecord.kube.write.HistoryWriter;
import dev.releaserecord.kube.write.RecordGuard;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.Planner;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.plan.history.HistoryAct;
import dev.releaserecord.plan.history.HistoryResult;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.status.HistoryKeeper;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.StatusProjector;
import dev.releaserecord.status.event.EventDraft;
import dev.releaserecord.status.event.EventProjector;
import dev.releaserecord.telemetry.ReleaseMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over one record: look, think, act, tell. */
final class ReleasePass {

  private static final Logger LOG = LoggerFactory.getLogger(ReleasePass.class);

  /** The watch brings what made a guard fail; this only covers a watch that is late. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** For evidence that is still being read, and answers of checks; costs no request. */
  private static final Duration ASK_AGAIN = Duration.ofMillis(500);

  private final Observer observer;
  private final Writers writers;
  private final PassMeter meter;
  private final Clock clock;
  private final Consumer<ReleaseRecord> wake;
  private final Memories memories = new Memories();

  record Writers(
      Executor executor,
      EvidenceTaker evidence,
      CheckRunner checks,
      Publisher publisher,
      RecordGuard guard,
      RegistryAsker registries,
      HistoryWriter history) {}

  /**
   * @param recheckAt when to look again with nothing having happened; null for never
   * @param transientFailure whether something could not be done just now
   * @param thought how long it took to decide what to do
   */
  record Result(@Nullable Instant recheckAt, boolean transientFailure, Duration thought) {}

  /**
   * @param wake makes a pass over a record, soon and by another thread
   */
  ReleasePass(
      Observer observer,
      Writers writers,
      ReleaseMetrics metrics,
      Clock clock,
      Consumer<ReleaseRecord> wake) {
    this.observer = observer;
    this.writers = writers;
    this.meter = new PassMeter(metrics, clock);
    this.clock = clock;
    this.wake = wake;
  }

  /**
   * @param seen when the change was seen that led to this pass
   */
  Result run(ReleaseRecord record, Optional<Instant> seen) throws InterruptedException {
    long begun = System.nanoTime();
    Observation observation = observe(record);
    Plan plan = Planner.plan(observation, memories.of(record));
    Duration thought = Duration.ofNanos(System.nanoTime() - begun);
    memories.put(record, new Planner.Memory(observation, plan));
    String namespace = observation.release().id().namespace();
    writers.registries.ask(observation.release().id(), plan.work().pulls(), observation.retried());
    List<ActionResult> results =
        new ArrayList<>(writers.executor.execute(namespace, plan.actions()));
    Takings evidence = writers.evidence.takeAll(namespace, plan.work().evidence());
    results.addAll(clear(record, plan, evidence.pending()));
    Outcome outcome = keep(record, new Outcome(observation, plan, results, evidence.taken()));
    ReleaseRecordStatus next = StatusProjector.project(outcome);
    tell(record, outcome, next);
    meter.measure(outcome, next, seen);
    boolean free = owes(outcome) || release(record);
    boolean later = check(record, observation, plan) || !evidence.pending().isEmpty();
    Instant recheckAt =
        Stream.concat(recheckAt(outcome, free, later).stream(), historyRecheckAt(record, outcome))
            .min(Instant::compareTo)
            .orElse(null);
    return new Result(recheckAt, results.stream().anyMatch(ReleasePass::transient_), thought);
  }

  /** Has checks run beside the passes; whether an answer is yet to be taken note of. */
  private boolean check(ReleaseRecord record, Observation observation, Plan plan) {
    var id = observation.release().id();
    return writers.checks.attend(
        new Site(id.namespace(), id.name(), id.uid()),
        plan.checks(),
        observation.terms().recorded(),
        () -> wake.accept(record));
  }

  /** What was verified is written down before it is said: the status tells of both at once. */
  private Outcome keep(ReleaseRecord record, Outcome outcome) {
    List<HistoryAct> acts = HistoryKeeper.due(outcome);
    return acts.isEmpty() ? outcome : outcome.with(writers.history.write(record, acts));
  }

  private Stream<Instant> historyRecheckAt(ReleaseRecord record, Outcome outcome) {
    Instant at = outcome.observation().at();
    return outcome.history().stream()
        .flatMap(
            result ->
                switch (result) {
                  case HistoryResult.Done _ -> Stream.<Instant>empty();
                  case HistoryResult.Later _ -> Stream.of(at.plus(LOOK_AGAIN));
                  case HistoryResult.Refused(HistoryAct act, var _) ->
                      writers.history.nextAttempt(record, act).stream();
                })
        .map(instant -> instant.isAfter(at) ? instant : at.plus(LOOK_AGAIN));
  }

  /** A record that is gone. */
  void forget(String uid) {
    memories.forget(uid);
    writers.checks.forget(uid);
  }

  private static boolean transient_(ActionResult result) {
    return result instanceof ActionResult.Unavailable || result instanceof ActionResult.Conflicted;
  }

  private Observation observe(ReleaseRecord record) {
    Publisher.Said said = writers.publisher.current(record);
    return observer.observe(
        record,
        said.status(),
        said.recorded(),
        RecordGuard.stands(record),
        writers.checks.answers(record.getMetadata().getUid()),
        clock.instant());
  }

  /**
   * Before anything is scaled to zero the record is kept from going; before anything is cleared or
   * restarted its evidence is taken.
   */
  private List<ActionResult> clear(ReleaseRecord record, Plan plan, Set<WorkloadKey> unread)
      throws InterruptedException {
    List<Action> actions =
        Stream.concat(plan.clearings().stream(), plan.restarts().stream()).toList();
    if (actions.isEmpty()) {
      return List.of();
    }
    String namespace = record.getMetadata().getNamespace();
    List<ActionResult> results = new ArrayList<>();
    List<Action> others = new ArrayList<>();
    for (Action action : actions) {
      Optional<ActionResult> against = against(record, action, unread);
      against.ifPresentOrElse(results::add, () -> others.add(action));
    }
    results.addAll(writers.executor.execute(namespace, others));
    return results;
  }

  private Optional<ActionResult> against(
      ReleaseRecord record, Action action, Set<WorkloadKey> unread) {
    if (unread.contains(action.workload())) {
      return Optional.of(new ActionResult.Withheld(action));
    }
    return action instanceof Action.Drain ? guard(record, action) : Optional.empty();
  }

  private Optional<ActionResult> guard(ReleaseRecord record, Action drain) {
    try {
      return writers.guard.put(record)
          ? Optional.empty()
          : Optional.of(new ActionResult.Withheld(drain));
    } catch (KubernetesClientException e) {
      return Optional.of(Executor.result(record.getMetadata().getNamespace(), drain, e));
    }
  }

  /** Whether something is, or may be, drained after this pass. */
  private static boolean owes(Outcome outcome) {
    return outcome.plan().work().clearing().owing()
        || outcome.results().stream().anyMatch(result -> result.action() instanceof Action.Drain);
  }

  /** Lets a record go whose Deployments have their replicas again; false to be tried again. */
  private boolean release(ReleaseRecord record) {
    if (!RecordGuard.stands(record)) {
      return true;
    }
    try {
      return writers.guard.drop(record);
    } catch (KubernetesClientException e) {
      LOG.warn("the finalizer could not be taken off: {}", ApiFailure.of(e).message());
      return false;
    }
  }

  /** Before a record goes, what it drained gets its replicas back. */
  Result farewell(ReleaseRecord record) throws InterruptedException {
    Observation observation = observe(record);
    List<Action> restores = Planner.farewell(observation);
    List<ActionResult> results =
        writers.executor.execute(observation.release().id().namespace(), restores);
    results.forEach(result -> LOG.info("the record goes: {}", result));
    boolean over = restores.isEmpty() && !Planner.drainPossible(observation);
    boolean gone = over && release(record);
    return new Result(
        gone ? null : observation.at().plus(LOOK_AGAIN),
        results.stream().anyMatch(ReleasePass::transient_),
        Duration.ZERO);
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

  private Optional<Instant> recheckAt(Outcome outcome, boolean free, boolean unread) {
    Instant at = outcome.observation().at();
    Stream<Instant> refused =
        outcome.results().stream()
            .flatMap(result -> writers.executor.nextAttempt(result.action()).stream())
            .filter(at::isBefore);
    Stream<Instant> superseded =
        outcome.results().stream()
            .filter(result -> result instanceof ActionResult.Superseded)
            .map(_ -> at.plus(LOOK_AGAIN));
    Stream<Instant> notFree = free ? Stream.empty() : Stream.of(at.plus(LOOK_AGAIN));
    Stream<Instant> reading = unread ? Stream.of(at.plus(ASK_AGAIN)) : Stream.empty();
    return Stream.of(outcome.plan().recheckAt().stream(), refused, superseded, notFree, reading)
        .flatMap(instants -> instants)
        .min(Instant::compareTo);
  }
}
