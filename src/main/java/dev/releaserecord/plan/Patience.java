package dev.releaserecord.plan;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.clearing.RolloutClock;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Fault;
import dev.releaserecord.rollout.diagnosis.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much time the workloads of a service are given: what passes by itself is given some, what
 * does not is told at once, and what serves is borne for a while.
 */
final class Patience {

  /** How long a cause that may pass is only shown. Half the deadline where that is shorter. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Observation observation;
  private final Service service;
  private final @Nullable ServiceStatus before;
  private final boolean restarted;
  private final boolean proven;

  /**
   * @param restarted whether we have restarted a workload of it since the last look: what that
   *     brings has to be shown anew, as by a new digest
   * @param proven whether its checks have passed for what there is now
   */
  Patience(Observation observation, Service service, boolean restarted, boolean proven) {
    this.observation = observation;
    this.service = service;
    this.restarted = restarted;
    this.proven = proven;
    this.before = observation.before(service.name()).orElse(null);
  }

  /** How long a cause that may pass is only shown, and an attempt to clear it is given to help. */
  static Duration of(Service service) {
    Duration half = service.rules().deadline().dividedBy(2);
    return half.compareTo(LONGEST) < 0 ? half : LONGEST;
  }

  @Nullable ServiceStatus before() {
    return before;
  }

  /**
   * A Deployment serves by one pod of its new revision while the others have trouble: that is no
   * reason to wake anybody before the deadline. Nor are old pods that only wait for their turn.
   */
  boolean stuck(Governed governed) {
    if (overdue(governed)) {
      return true;
    }
    boolean serves =
        governed.workload().key().kind() == Kind.Deployment && governed.health().serving();
    if (serves || rolledByUs(governed)) {
      return false;
    }
    boolean lasting =
        governed.diagnosis().faults().stream().anyMatch(fault -> !fault.cause().mayPass());
    return lasting
        || root(governed)
            .flatMap(fault -> ends(governed, fault.cause()))
            .filter(observation.at()::isBefore)
            .isEmpty();
  }

  /** Whether clearing replaces its old pods, one after the other. */
  boolean rolledByUs(Governed governed) {
    return root(governed).filter(fault -> fault.cause() == Cause.StaleRevision).isPresent()
        && governed.workload().strategy().onDelete()
        && observation.release().policy().clearing().allowed()
        && Holds.standing(observation.release(), service, observation.at()).isEmpty();
  }

  /**
   * When a cause that may pass has had its time: counted from when it was first told. What was
   * already called stuck stays so while the cause is the same.
   */
  Optional<Instant> ends(Governed governed, Cause cause) {
    if (!cause.mayPass()) {
      return Optional.empty();
    }
    if (before == null || !cause.name().equals(before.cause()) || before.since() == null) {
      Instant verifiedUntil = bearableSince(governed).orElse(observation.at());
      return Optional.of(verifiedUntil.plus(of(service)));
    }
    return before.phase() == Phase.Stuck
        ? Optional.of(observation.at())
        : Optional.of(before.since().plus(of(service)));
  }

  /**
   * Old pods that run the declared digest stay what they are: whoever chose when they are replaced
   * decides about the rest of the template. A verified service stays so while pods of it serve and
   * what troubles the others may pass, or is nothing that broke.
   */
  boolean bearable(Governed governed) {
    boolean onlyStale =
        governed.diagnosis().faults().stream()
            .allMatch(fault -> fault.cause() == Cause.StaleRevision);
    if (onlyStale && governed.progress() instanceof Progress.Steady) {
      return true;
    }
    return verifiedBefore()
        && governed.progress().ready() > 0
        && !overdue(governed)
        && governed.diagnosis().faults().stream()
            .allMatch(fault -> bearable(governed, fault.cause()));
  }

  private boolean bearable(Governed governed, Cause cause) {
    return switch (cause) {
      case StaleRevision, Paused -> true;
      default ->
          cause.mayPass()
              && bearableSince(governed)
                  .map(since -> observation.at().isBefore(since.plus(of(service))))
                  .orElse(true);
    };
  }

  private Optional<Instant> bearableSince(Governed governed) {
    return verifiedBefore() ? clock(governed) : Optional.empty();
  }

  boolean overdue(Governed governed) {
    return clock(governed)
        .map(since -> since.plus(service.rules().deadline()))
        .filter(deadline -> !observation.at().isBefore(deadline))
        .isPresent();
  }

  static Optional<Instant> clock(Governed governed) {
    RolloutClock clock = governed.health().clock();
    return clock != null && clock.running() ? Optional.of(clock.since()) : Optional.empty();
  }

  static Optional<Fault> root(Governed governed) {
    return governed.diagnosis().root();
  }

  /** A scale-up or a restart of the same digests keeps Verified while something serves. */
  boolean verifiedBefore() {
    String image = service.image().map(PinnedImage::text).orElse(null);
    return proven
        && !restarted
        && before != null
        && before.phase() == Phase.Verified
        && Objects.equals(before.image(), image)
        && before.workloads().size() == service.workloads().size();
  }
}
