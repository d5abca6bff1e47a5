package dev.releaserecord.plan;

import static java.util.stream.Collectors.joining;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.Finding.Differs;
import dev.releaserecord.plan.Plan.Sets;
import dev.releaserecord.plan.ServiceJudge.Verdict;
import dev.releaserecord.plan.ServicePlan.Remarks;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.plan.check.Proof;
import dev.releaserecord.plan.clearing.Clearance;
import dev.releaserecord.plan.clearing.Drains;
import dev.releaserecord.plan.evidence.LastWords;
import dev.releaserecord.plan.pull.PullPlanner;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.rotation.Rotation;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Diagnosis;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Observation in, plan out: look at every service, then ask the gates which may act. Of a service
 * that rests the last look is taken, if everything that it was judged by is the same; gates, places
 * and clearing are asked in every pass.
 */
public final class Planner {

  private final Observation observation;
  private final Release declared;
  private final @Nullable Memory last;
  private final Release release;
  private final Sets sets;
  private final Map<String, List<Finding>> findings = new LinkedHashMap<>();
  private final Map<String, Verdict> verdicts = new HashMap<>();
  private final Map<String, ServicePlan> resting;
  private final Map<String, ServiceState> closed = new HashMap<>();
  private final ClearingPlanner clearing;
  private final SecretPlanner secrets;
  private final PullPlanner pulls;

  /** A pass over a record, for the next one over the same record. */
  public record Memory(Observation observation, Plan plan) {}

  private Planner(Observation looked, @Nullable Memory last) {
    this.declared = looked.release();
    this.last = last == null || !last.observation().release().equals(declared) ? null : last;
    this.sets = Sets.of(looked, this.last == null ? null : this.last.plan().sets());
    this.observation = sets.enforcing(looked);
    this.release = observation.release();
    this.resting = this.last == null ? Map.of() : observation.resting(this.last, sets);
    this.clearing = new ClearingPlanner(observation, sets.enforced());
    this.secrets = new SecretPlanner(observation);
    this.pulls =
        new PullPlanner(release, observation.terms().stock(), observation.terms().grants().pulls());
  }

  public static Plan plan(Observation observation) {
    return plan(observation, null);
  }

  /**
   * The same plan, sooner.
   *
   * @param last an earlier pass, best the one before this; null for none
   */
  public static Plan plan(Observation observation, @Nullable Memory last) {
    return new Planner(observation, last).plan();
  }

  /** What is to be scaled back at once, because the record goes. */
  public static List<Action> farewell(Observation observation) {
    return observation.workloads().values().stream()
        .flatMap(
            view -> view instanceof WorkloadView.Found found ? Stream.of(found) : Stream.empty())
        .flatMap(it -> Drains.due(it.workload(), Duration.ZERO, observation.at()).stream())
        .toList();
  }

  /** Whether a drain that was sent may still come to be: nobody would be there to undo it. */
  public static boolean drainPossible(Observation observation) {
    return ClearingPlanner.drainPossibleUntil(observation)
        .anyMatch(until -> until.isAfter(observation.at()));
  }

  private Plan plan() {
    look();
    String refusal =
        release.refusal() != null ? release.refusal() : Finding.shared(findings).orElse(null);
    return refusal == null ? decide() : refused(refusal);
  }

  private void look() {
    Set<String> labels =
        sets.enforced() == null ? Set.of() : Set.of(Release.label(sets.enforced()));
    WorkloadJudge workloads = new WorkloadJudge(observation, labels);
    ServiceJudge judge = new ServiceJudge(observation);
    for (Service service : release.services()) {
      ServicePlan before = resting.get(service.name());
      List<Finding> found =
          before != null
              ? before.findings()
              : service.workloads().stream().map(claim -> workloads.judge(service, claim)).toList();
      findings.put(service.name(), found);
      if (before != null) {
        secrets.keep(before);
        verdicts.put(service.name(), Verdict.of(before.state()));
      } else {
        secrets.judge(service, found);
        verdicts.put(service.name(), judge.judge(service, found, secrets.restarts(service)));
        if (!(verdict(service).state() instanceof ServiceState.Verified)) {
          pulls.judge(service, Finding.pulling(found));
        }
      }
    }
  }

  private Plan refused(String refusal) {
    Stall stall = new Stall(StallReason.Refused, refusal);
    List<ServicePlan> services =
        release.services().stream()
            .map(service -> servicePlan(service, new ServiceState.Blocked(null, refusal), null))
            .toList();
    Plan.Work restoresOnly =
        new Plan.Work(List.of(), List.of(), List.of(), clearing.clearing(), List.of());
    return Plan.of(services, restoresOnly, sets, stall, observation);
  }

  private Plan decide() {
    Map<String, ServiceState> settled = new HashMap<>();
    verdicts.forEach((name, verdict) -> settled.put(name, verdict.state()));
    GateKeeper gates =
        new GateKeeper(observation, sets, findings, settled, secrets.verifications(), pulls);
    Pins actions = new Pins(sets.pinned());
    Pins pending = new Pins(sets.pinned());
    for (Service service : moving()) {
      List<Differs> changes = Finding.differing(found(service)).toList();
      if (!changes.isEmpty()) {
        gates.closed(service, found(service)).ifPresent(state -> closed.put(service.name(), state));
        boolean open = !closed.containsKey(service.name());
        changes.stream()
            .filter(it -> !open || !it.early(observation.contest()))
            .forEach(open ? actions::add : pending::add);
      }
    }
    boolean calm = secrets.calm() && release.policy().gates().holds().isEmpty();
    if (!calm) {
      Map<String, ServiceState> states = new HashMap<>();
      release.services().forEach(it -> states.put(it.name(), state(it)));
      secrets.takeTurns(findings, states, service -> gates.place(service).isEmpty());
    }
    List<ServicePlan> services =
        release.services().stream()
            .map(it -> calm && stands(it) ? resting.get(it.name()) : servicePlan(it, state(it)))
            .toList();
    List<Action.Pin> waiting = Pins.pending(pending, observation.of(declared), sets);
    Plan.Work work =
        new Plan.Work(actions.pins(), waiting, evidence(), clearing.clearing(), pulls.wanted());
    return Retreat.of(observation, Plan.of(services, work, sets, null, observation));
  }

  private List<Service> moving() {
    return release.services().stream().filter(it -> !resting.containsKey(it.name())).toList();
  }

  /** Whether nothing of what is asked in every pass makes anything else of one that rests. */
  private boolean stands(Service service) {
    ServicePlan before = resting.get(service.name());
    return before != null && before.stands() && clearing.passes(before);
  }

  private ServicePlan servicePlan(Service service, ServiceState own) {
    List<Clearance> clearances =
        clearing.clear(
            service,
            found(service),
            new ClearingPlanner.Ills(verdict(service).ailing(), secrets.mended(service)));
    String notes =
        clearances.stream().map(clearance -> clearance.words().note()).collect(joining());
    ServiceState state = sets.told(service, secrets.blocked(service, own.also(notes)));
    Stall spent = ClearingPlanner.spent(clearances, state);
    return servicePlan(
        service,
        state,
        spent == null
            ? GateKeeper.stall(state, secrets.verification(service), sets, observation)
            : spent);
  }

  /** What is wrong by itself outweighs the gate; a hold that stands over it is said first. */
  private ServiceState state(Service service) {
    ServiceState own = verdict(service).state();
    ServiceState gate = closed.get(service.name());
    if (gate == null || !(own instanceof ServiceState.RollingOut)) {
      return Holds.standing(release, service, observation.at())
          .map(order -> own.under("on hold: " + order.reason() + "; "))
          .orElse(own);
    }
    return gate instanceof ServiceState.Held ? broken(service).orElse(gate) : gate;
  }

  private Optional<ServiceState> broken(Service service) {
    return Holds.standing(release, service, observation.at())
        .flatMap(order -> outage(service).map(diagnosis -> underHold(order, diagnosis)));
  }

  private Optional<Diagnosis> outage(Service service) {
    return found(service).stream()
        .flatMap(finding -> Optional.ofNullable(finding.governedOrNull()).stream())
        .flatMap(governed -> governed.outage().stream())
        .findFirst();
  }

  private static ServiceState underHold(Release.HoldOrder order, Diagnosis diagnosis) {
    return new ServiceState.Stuck(
        diagnosis.root().orElseThrow().cause(),
        "on hold: "
            + order.reason()
            + "; "
            + diagnosis.message()
            + "; the declared digest is pinned once the hold is lifted");
  }

  private List<EvidenceWanted> evidence() {
    return LastWords.wanted(
        moving().stream()
            .flatMap(
                service ->
                    found(service).stream()
                        .flatMap(finding -> Stream.ofNullable(finding.governedOrNull()))
                        .map(governed -> evidence(service, governed))));
  }

  private LastWords.Case evidence(Service service, Finding.Governed governed) {
    WorkloadKey key = governed.workload().key();
    Evidence kept =
        observation.before(service.name(), key).map(WorkloadStatus::evidence).orElse(null);
    return new LastWords.Case(
        governed.health().facts(), governed.diagnosis(), kept, service.rules().plain());
  }

  private ServicePlan servicePlan(Service service, ServiceState state, @Nullable Stall spent) {
    List<Finding> found = found(service);
    Stall stall =
        found.stream()
            .filter(finding -> finding instanceof Finding.Claimed)
            .map(finding -> ((Finding.Claimed) finding).message())
            .findFirst()
            .map(message -> new Stall(StallReason.WorkloadClaimed, message))
            .orElse(spent);
    ServicePlan before = resting.get(service.name());
    Rotation rotation = secrets.rotation(service);
    Proof own = before != null ? before.proof() : Objects.requireNonNull(verdict(service).proof());
    Proof proof = own.before(secrets.stand(service));
    Remarks remarks =
        before != null
            ? new Remarks(before.warnings(), before.secrets(), rotation, proof)
            : TemplateWarnings.of(service, found, secrets.verification(service), rotation, proof)
                .of(pulls.of(service), pulls.enforced());
    Remarks all = remarks.waitingFor(closed.get(service.name()));
    return new ServicePlan(service, found, state, all, stall, recheckAt(service, state));
  }

  private @Nullable Instant recheckAt(Service service, ServiceState state) {
    return Stream.of(
            Stream.ofNullable(verdict(service).recheckAt()),
            Holds.end(release, service, observation.at()).stream(),
            secrets.rechecks(service, new LiveState(found(service), state)),
            pulls.recheckAt(service, observation.at()).stream())
        .flatMap(instants -> instants)
        .min(Instant::compareTo)
        .orElse(null);
  }

  private List<Finding> found(Service service) {
    return findings.getOrDefault(service.name(), List.of());
  }

  private Verdict verdict(Service service) {
    return Objects.requireNonNull(verdicts.get(service.name()));
  }
}
