package dev.releaserecord.plan;

import dev.releaserecord.api.RollbackStatus;
import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.plan.check.CheckWanted;
import dev.releaserecord.plan.check.Proof;
import dev.releaserecord.plan.check.Series;
import dev.releaserecord.plan.check.Stand;
import dev.releaserecord.plan.clearing.ClearingWork;
import dev.releaserecord.plan.gate.ApprovalJudge;
import dev.releaserecord.plan.gate.ApprovalState;
import dev.releaserecord.plan.history.Detour;
import dev.releaserecord.plan.history.RollbackJudge;
import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The decision of one pass.
 *
 * @param services in the order of the spec
 * @param sets what is declared and what is kept
 * @param stall of the record as a whole; null for none
 * @param proof what the checks of the record have shown
 * @param begun a rollback that was decided in this pass: nothing is done about it before it stands
 *     in the status; null for none
 */
public record Plan(
    List<ServicePlan> services,
    Work work,
    Sets sets,
    @Nullable Stall stall,
    Proof proof,
    @Nullable RollbackStatus begun) {

  /** The status is written by then, or the pass after that looks again. */
  private static final Duration SOON = Duration.ofMillis(100);

  public Plan {
    services = List.copyOf(services);
  }

  /**
   * Those of the record come last: they are due once everything that has a digest is verified.
   *
   * @param stall why nothing of it is acted upon; null where something is
   */
  static Plan of(
      List<ServicePlan> services,
      Work work,
      Sets sets,
      @Nullable Stall stall,
      Observation observation) {
    boolean behind = services.stream().anyMatch(it -> it.rotation().due());
    Series checks = observation.checks().ofRecord(behind);
    boolean due = stall == null && !checks.none() && allVerified(services);
    Proof proof = Proof.of(checks, due ? checks.stand() : null);
    Stand.Open open = proof.open();
    Stall own =
        open == null || open.kind() != Stand.Kind.Unanswered
            ? stall
            : new Stall(
                StallReason.CheckErrored,
                open.text() + "; mend that, and " + observation.release().id().runChecksAgain());
    return new Plan(services, work, sets, own, proof, null);
  }

  private static boolean allVerified(List<ServicePlan> services) {
    List<ServicePlan> declared =
        services.stream().filter(it -> it.service().image().isPresent()).toList();
    return !declared.isEmpty()
        && declared.stream().allMatch(it -> it.state() instanceof ServiceState.Verified);
  }

  /**
   * Whether what the record declares really runs and has shown all that it has to show: every
   * service that has a digest is verified, and the checks of the record have passed.
   */
  public boolean verified() {
    return allVerified(services) && proof.holds();
  }

  /** Checks to be run, once the status stands in the cluster that announces them. */
  public List<CheckWanted> checks() {
    return Stream.concat(services.stream().map(ServicePlan::proof), Stream.of(proof))
        .flatMap(it -> it.wanted().stream())
        .toList();
  }

  /**
   * What is to be done, and what would be.
   *
   * @param pins to be written now, at most one per workload; CronJobs last
   * @param pending pins that may not be written yet
   * @param evidence to be read before anything is cleared
   * @param clearing how stuck workloads are freed
   * @param pulls what registries are to be asked; who was asked already is not asked again
   */
  public record Work(
      List<Action.Pin> pins,
      List<Action.Pin> pending,
      List<EvidenceWanted> evidence,
      ClearingWork clearing,
      List<Pull> pulls) {

    public Work {
      pins = List.copyOf(pins);
      pending = List.copyOf(pending);
      evidence = List.copyOf(evidence);
      pulls = List.copyOf(pulls);
    }
  }

  /** To be written at once, at most one per workload: first what must be undone, then the pins. */
  public List<Action> actions() {
    Set<WorkloadKey> restored =
        work.clearing.restores().stream().map(Action::workload).collect(Collectors.toSet());
    return Stream.<Action>concat(
            work.clearing.restores().stream(),
            work.pins.stream().filter(pin -> !restored.contains(pin.workload())))
        .toList();
  }

  /** Restarts for what has changed; not of what is cleared in the same pass. */
  public List<Action> restarts() {
    Set<WorkloadKey> busy =
        Stream.concat(actions().stream(), clearings().stream())
            .map(Action::workload)
            .collect(Collectors.toSet());
    return services.stream()
        .flatMap(service -> service.rotation().turn().restarts().stream())
        .<Action>map(restart -> restart)
        .filter(restart -> !busy.contains(restart.workload()))
        .toList();
  }

  /** Since when the oldest restart has been due that was not made yet; null while none is. */
  public @Nullable Instant rotationPendingSince() {
    return services.stream()
        .flatMap(service -> service.rotation().pendingSince().stream())
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** To be done about stuck workloads, once their evidence has been taken. */
  public List<Action> clearings() {
    return work.clearing.actions();
  }

  /** What would change but may not yet. */
  public List<Action.Pin> pending() {
    return work.pending;
  }

  /**
   * @param declared the digest set of the spec, null where no service has a digest
   * @param enforced the digest set that is kept now
   * @param approval whether the declared one may be pinned, as far as people have a say in it
   * @param detour the verified set that is kept instead of the declared one; null where it is not,
   *     or nobody knows what it held
   * @param rollback that stands over the declared one; null for none
   */
  public record Sets(
      @Nullable String declared,
      @Nullable String enforced,
      ApprovalState approval,
      @Nullable Detour detour,
      @Nullable RollbackStatus rollback) {

    /**
     * @param same those of an earlier pass over the same spec; null for none
     */
    static Sets of(Observation observation, @Nullable Sets same) {
      String declared =
          same == null ? observation.release().digestSet().orElse(null) : same.declared;
      var gates = observation.release().policy().gates();
      ApprovalState approval =
          declared == null || !gates.approval().required()
              ? new ApprovalState.NotAsked()
              : ApprovalJudge.judge(
                  new ApprovalJudge.Asked(
                      declared,
                      gates.approval().content(),
                      observation.terms().grants(),
                      observation.previous(),
                      observation.history(),
                      observation.at()));
      boolean refused = declared != null && gates.refused().contains(declared);
      RollbackStatus rollback =
          RollbackJudge.standing(
              observation.previous().rollback(), declared, observation.retried());
      String enforced =
          refused || approval.closed()
              ? observation.previous().enforcedSet()
              : rollback == null ? declared : rollback.to();
      Detour detour =
          enforced == null || enforced.equals(declared)
              ? null
              : detour(observation, enforced, refused, rollback);
      return new Sets(declared, enforced, approval, detour, rollback);
    }

    private static @Nullable Detour detour(
        Observation observation,
        String enforced,
        boolean refused,
        @Nullable RollbackStatus rollback) {
      Detour.Why why =
          rollback != null
              ? new Detour.Why.Failed(rollback)
              : refused ? new Detour.Why.Refused() : new Detour.Why.Unapproved();
      boolean unwritten = rollback != null && !observation.terms().recorded();
      Instant soon = unwritten ? observation.at().plus(SOON) : null;
      Release release = observation.release();
      return observation
          .history()
          .find(enforced)
          .filter(_ -> !release.policy().gates().refused().contains(enforced))
          .map(set -> new Detour(set, why, release.moved(set), observation.changes(set), soon))
          .orElse(null);
    }

    /** What is enforced, seen as if the record declared it. */
    Observation enforcing(Observation looked) {
      return detour == null ? looked : looked.of(looked.release().running(detour.set()));
    }

    /** The set that pins are labelled with. */
    @Nullable String pinned() {
      return detour == null ? declared : detour.set().digestSet();
    }

    /**
     * A service that does not run what is declared, and is well, or has no digest in the set that
     * is kept: whatever its pods suffer from, a digest for it stands in the record.
     */
    ServiceState told(Service service, ServiceState own) {
      boolean undeclared =
          own instanceof ServiceState.AwaitingDigest
              || own instanceof ServiceState.Stuck && service.image().isEmpty();
      boolean covered = own instanceof ServiceState.Verified || undeclared;
      if (detour == null || !covered || !detour.moved().contains(service.name())) {
        return own;
      }
      String text = detour.text(String.valueOf(declared), service.name());
      return switch (detour.why()) {
        case Detour.Why.Refused _ -> new ServiceState.Blocked(Cause.SetRefused, text);
        case Detour.Why.Unapproved _ ->
            new ServiceState.AwaitingApproval(
                approval instanceof ApprovalState.Missing(var _, String message, var _)
                    ? message
                    : text);
        case Detour.Why.Failed _ -> new ServiceState.RolledBack(null, text);
      };
    }
  }

  /** The set that is enforced from this pass on. */
  public @Nullable String enforced() {
    return begun == null ? sets.enforced : begun.to();
  }

  /** The rollback that stands from this pass on; null for none. */
  public @Nullable RollbackStatus rollback() {
    return begun == null ? sets.rollback : begun;
  }

  /** The next instant at which something changes with nobody doing anything. */
  public Optional<Instant> recheckAt() {
    Stream<Instant> ofServices =
        services.stream().flatMap(service -> Stream.ofNullable(service.recheckAt()));
    Stream<Instant> ofDetour =
        Stream.ofNullable(sets.detour).flatMap(it -> Stream.ofNullable(it.unwritten()));
    Stream<Instant> ofChecks =
        Stream.ofNullable(proof.open()).flatMap(open -> Stream.ofNullable(open.recheckAt()));
    return Stream.of(
            ofServices, ofChecks, work.clearing.rechecks(), sets.approval.ends().stream(), ofDetour)
        .flatMap(instants -> instants)
        .min(Instant::compareTo);
  }
}
