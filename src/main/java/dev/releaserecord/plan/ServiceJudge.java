package dev.releaserecord.plan;

import dev.releaserecord.api.Phase;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.check.Proof;
import dev.releaserecord.plan.check.Series;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a service stands by what was found of its workloads, gates aside. The first rule that
 * applies decides; the rules stand in {@link #judge} in their order.
 */
final class ServiceJudge {

  /**
   * A state, and the instant at which it changes with nobody doing anything.
   *
   * @param ailing workloads that need to be cleared, with what keeps them down
   * @param proof what checks have shown; null where nobody has looked at them yet
   */
  record Verdict(
      ServiceState state,
      @Nullable Instant recheckAt,
      Map<WorkloadKey, Cause> ailing,
      @Nullable Proof proof) {

    Verdict(ServiceState state, @Nullable Instant recheckAt) {
      this(state, recheckAt, Map.of(), null);
    }

    private Verdict with(Series checks) {
      return proof == null ? new Verdict(state, recheckAt, ailing, Proof.of(checks, null)) : this;
    }

    static Verdict of(ServiceState state) {
      return new Verdict(state, null);
    }
  }

  /** Looks at the caches alone: a pass over what did not change makes no request. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /** For a status that is being written: that wakes the record, too. */
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private final Observation observation;

  ServiceJudge(Observation observation) {
    this.observation = observation;
  }

  /**
   * What its rotations have come to.
   *
   * @param fresh workloads that we restarted and of which the last status does not know
   * @param due whether something of it is still to be restarted
   */
  record Restarts(Set<WorkloadKey> fresh, boolean due) {}

  Verdict judge(Service service, List<Finding> findings, Restarts restarts) {
    Series checks =
        observation
            .checks()
            .afterRollout(service, restarts.due(), observation.before(service.name()));
    return noContainer(findings)
        .or(() -> owned(findings))
        .or(() -> claimed(findings))
        .or(() -> undeclared(service, findings))
        .or(() -> unreadable(findings))
        .or(() -> missing(service, findings))
        .or(() -> differs(findings))
        .orElseGet(() -> running(service, findings, restarts.fresh(), checks))
        .with(checks);
  }

  private static Optional<Verdict> noContainer(List<Finding> findings) {
    return first(findings, Finding.NoContainer.class)
        .map(it -> Verdict.of(new ServiceState.Blocked(Cause.ContainerNotFound, it.message())));
  }

  private static Optional<Verdict> owned(List<Finding> findings) {
    return first(findings, Finding.Owned.class)
        .map(
            it ->
                Verdict.of(
                    new ServiceState.Blocked(
                        Cause.ManagedElsewhere,
                        it.key()
                            + " is controlled by "
                            + it.controller()
                            + ", which would undo a pin: set the image there, or name another"
                            + " workload")));
  }

  private static Optional<Verdict> claimed(List<Finding> findings) {
    return first(findings, Finding.Claimed.class)
        .map(it -> Verdict.of(new ServiceState.Blocked(null, it.message())));
  }

  /** Without a digest a service is Stuck only if it wants pods, has none, and it is known why. */
  private static Optional<Verdict> undeclared(Service service, List<Finding> findings) {
    if (service.image().isPresent()) {
      return Optional.empty();
    }
    String next = "declare a digest for " + service.name() + " once it is built";
    ServiceState state =
        governed(findings)
            .flatMap(it -> it.outage().stream())
            .findFirst()
            .<ServiceState>map(
                it ->
                    new ServiceState.Stuck(
                        it.root().orElseThrow().cause(), it.message() + "; " + next))
            .orElseGet(() -> new ServiceState.AwaitingDigest("no digest yet; " + next));
    Instant lookAgain =
        governed(findings)
            .flatMap(it -> Optional.ofNullable(it.diagnosis().lookAgain()).stream())
            .min(Instant::compareTo)
            .orElse(null);
    return Optional.of(new Verdict(state, lookAgain));
  }

  /** Where there is nothing of the kind, no event tells that it can be read at last. */
  private Optional<Verdict> unreadable(List<Finding> findings) {
    return first(findings, Finding.Unreadable.class)
        .map(
            it ->
                new Verdict(
                    new ServiceState.Waiting(null, it.why()), observation.at().plus(LOOK_AGAIN)));
  }

  private Optional<Verdict> missing(Service service, List<Finding> findings) {
    List<String> missing =
        findings.stream()
            .filter(finding -> finding instanceof Finding.Missing)
            .map(finding -> finding.key().toString())
            .toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String message =
        String.join(", ", missing)
            + " does not exist in namespace "
            + observation.release().id().namespace()
            + "; apply it, or mend spec.services[].workloads";
    Instant deadline = waitingSince(service).plus(service.rules().deadline());
    if (!observation.at().isBefore(deadline)) {
      return Optional.of(Verdict.of(new ServiceState.Blocked(Cause.WorkloadNotFound, message)));
    }
    return Optional.of(
        new Verdict(new ServiceState.Waiting(Cause.WorkloadNotFound, message), deadline));
  }

  /** A Blocked service keeps the clock of the waiting that led to it. */
  private Instant waitingSince(Service service) {
    return observation
        .before(service.name())
        .filter(status -> Cause.WorkloadNotFound.name().equals(status.cause()))
        .map(
            status ->
                status.phase() == Phase.Blocked
                    ? observation.at().minus(service.rules().deadline())
                    : status.since())
        .orElse(observation.at());
  }

  private Optional<Verdict> differs(List<Finding> findings) {
    boolean early =
        findings.stream()
            .anyMatch(
                it ->
                    it instanceof Finding.Differs differs && differs.early(observation.contest()));
    return first(findings, Finding.Differs.class)
        .map(
            it ->
                new Verdict(
                    new ServiceState.RollingOut(null, "pinning " + it.key()),
                    early ? observation.at().plus(ASK_AGAIN) : null));
  }

  private Verdict running(
      Service service, List<Finding> findings, Set<WorkloadKey> restarted, Series checks) {
    List<Governed> governed = governed(findings).toList();
    boolean any = governed.stream().anyMatch(it -> restarted.contains(it.workload().key()));
    return new RunningJudge(observation, service, governed, any, checks).judge();
  }

  private static Stream<Governed> governed(List<Finding> findings) {
    return findings.stream()
        .flatMap(finding -> Optional.ofNullable(finding.governedOrNull()).stream());
  }

  private static <F extends Finding> Optional<F> first(List<Finding> findings, Class<F> type) {
    for (Finding finding : findings) {
      if (type.isInstance(finding)) {
        return Optional.of(type.cast(finding));
      }
    }
    return Optional.empty();
  }
}
