package dev.releaserecord.plan;

import dev.releaserecord.condition.Stall;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.plan.clearing.Clearance;
import dev.releaserecord.plan.gate.ApprovalJudge;
import dev.releaserecord.plan.gate.ApprovalState;
import dev.releaserecord.rollout.WorkloadKey;
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
 */
public record Plan(List<ServicePlan> services, Work work, Sets sets, @Nullable Stall stall) {

  public Plan {
    services = List.copyOf(services);
  }

  /**
   * What is to be done, and what would be.
   *
   * @param pins to be written now, at most one per workload; CronJobs last
   * @param pending pins that may not be written yet
   * @param evidence to be read before anything is cleared
   * @param clearing how stuck workloads are freed
   */
  public record Work(
      List<Action.Pin> pins,
      List<Action.Pin> pending,
      List<EvidenceWanted> evidence,
      Clearing clearing) {

    public Work {
      pins = List.copyOf(pins);
      pending = List.copyOf(pending);
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * How stuck workloads are freed.
   *
   * @param restores drained Deployments that are scaled back now, or left to whoever scaled them
   * @param clearances of each workload of the record that is pinned
   * @param owing whether a Deployment is drained, or may be by now: the record must not go before
   *     that has been undone
   * @param recheckAt when the next one is to be scaled back; null for never
   */
  public record Clearing(
      List<Action> restores,
      List<Clearance> clearances,
      boolean owing,
      @Nullable Instant recheckAt) {

    public Clearing {
      restores = List.copyOf(restores);
      clearances = List.copyOf(clearances);
    }
  }

  /** To be written at once, at most one per workload: first what must be undone, then the pins. */
  public List<Action> actions() {
    Set<WorkloadKey> restored =
        work.clearing.restores.stream().map(Action::workload).collect(Collectors.toSet());
    return Stream.<Action>concat(
            work.clearing.restores.stream(),
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
    return work.clearing.clearances.stream()
        .flatMap(clearance -> Stream.ofNullable(clearance.action()))
        .toList();
  }

  /** What would change but may not yet. */
  public List<Action.Pin> pending() {
    return work.pending;
  }

  /**
   * @param declared the digest set of the spec, null where no service has a digest
   * @param enforced the digest set that is kept now
   * @param approval whether the declared one may be pinned, as far as people have a say in it
   */
  public record Sets(@Nullable String declared, @Nullable String enforced, ApprovalState approval) {

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
                      observation.at()));
      boolean kept = approval.closed() || (declared != null && gates.refused().contains(declared));
      return new Sets(declared, kept ? observation.previous().enforcedSet() : declared, approval);
    }
  }

  /** The next instant at which something changes with nobody doing anything. */
  public Optional<Instant> recheckAt() {
    Stream<Instant> ofServices =
        services.stream().flatMap(service -> Stream.ofNullable(service.recheckAt()));
    return Stream.of(ofServices, clearingRechecks(), sets.approval.ends().stream())
        .flatMap(instants -> instants)
        .min(Instant::compareTo);
  }

  private Stream<Instant> clearingRechecks() {
    return Stream.concat(
        Stream.ofNullable(work.clearing.recheckAt),
        work.clearing.clearances.stream()
            .flatMap(clearance -> Stream.ofNullable(clearance.recheckAt())));
  }
}
