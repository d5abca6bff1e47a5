package dev.releaserecord.plan;

import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.Plan.Sets;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.gate.ApprovalState;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Gates;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.secret.Obstacle;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.secret.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a change of a service. The first closed gate decides what is shown; the order
 * is: hold, refused set, approval, dependencies, Secrets, after, drift that is only reported.
 */
final class GateKeeper {

  /** Looks at the caches, and at what they could not read before. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /** Nobody may ever grant it. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  private final Observation observation;
  private final Sets sets;
  private final Map<String, ServiceState> settled;
  private final Map<String, Verification> secrets;

  /**
   * @param settled where each service stands if nothing were done now
   * @param secrets what came of verifying each service
   */
  GateKeeper(
      Observation observation,
      Sets sets,
      Map<String, ServiceState> settled,
      Map<String, Verification> secrets) {
    this.observation = observation;
    this.sets = sets;
    this.settled = settled;
    this.secrets = secrets;
  }

  /** The state in which a service waits that has something to write; empty where it may. */
  Optional<ServiceState> closed(Service service, List<Finding> findings) {
    return hold(service)
        .or(this::refusedSet)
        .or(this::approval)
        .or(this::dependencies)
        .or(() -> secrets(service))
        .or(() -> after(service))
        .or(() -> reportedDrift(findings));
  }

  private Optional<ServiceState> hold(Service service) {
    return Holds.standing(observation.release(), service, observation.at())
        .map(order -> new ServiceState.Held(null, "on hold: " + order.text()));
  }

  private Optional<ServiceState> refusedSet() {
    String declared = sets.declared();
    if (declared == null || !gates().refused().contains(declared)) {
      return Optional.empty();
    }
    return Optional.of(
        new ServiceState.Blocked(
            Cause.SetRefused,
            "the digest set "
                + declared
                + " stands in spec.refuse; declare other digests, or take it out of spec.refuse"));
  }

  private Optional<ServiceState> approval() {
    return sets.approval() instanceof ApprovalState.Missing(var _, String message, var _)
        ? Optional.of(new ServiceState.AwaitingApproval(message))
        : Optional.empty();
  }

  private Optional<ServiceState> dependencies() {
    String open = observation.dependencies().few();
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServiceState.Waiting(Cause.DependencyNotReady, open));
  }

  /** Pods that would not start, or not as the record asks, are never made: the old ones serve. */
  private Optional<ServiceState> secrets(Service service) {
    return Obstacle.of(secrets.getOrDefault(service.name(), Verification.NOTHING))
        .map(
            obstacle ->
                switch (obstacle) {
                  case Obstacle.Unfit(Cause cause, String message) ->
                      new ServiceState.Blocked(cause, message);
                  case Obstacle.Forbidden(String message) ->
                      new ServiceState.Blocked(null, message);
                  case Obstacle.Unread(String message) -> new ServiceState.Waiting(null, message);
                });
  }

  /** What does not pass by itself, if it is that which keeps a service back. */
  static @Nullable Stall stall(
      ServiceState state, Verification secrets, Sets sets, Observation observation) {
    boolean forbidden =
        switch (state) {
          case ServiceState.AwaitingApproval _ ->
              sets.approval() instanceof ApprovalState.Missing missing && missing.forbidden();
          case ServiceState.Waiting(Cause cause, var _) when cause == Cause.DependencyNotReady ->
              observation.dependencies().forbidden();
          default ->
              Obstacle.of(secrets).orElse(null) instanceof Obstacle.Forbidden(String message)
                  && state.message().equals(message);
        };
    return forbidden ? new Stall(StallReason.Forbidden, state.message()) : null;
  }

  /** When to try again what could not be read: nothing may tell that it can be. */
  static Optional<Duration> lookAgain(Verification secrets) {
    return secrets.undecided().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Obstacle.of(secrets).orElse(null) instanceof Obstacle.Unread ? LOOK_AGAIN : ASK_AGAIN);
  }

  private Optional<ServiceState> after(Service service) {
    List<String> open =
        service.after().stream()
            .filter(name -> !(settled.get(name) instanceof ServiceState.Verified))
            .toList();
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ServiceState.Waiting(
                null, "waits until " + String.join(", ", open) + " is verified (after)"));
  }

  private Optional<ServiceState> reportedDrift(List<Finding> findings) {
    if (observation.release().policy().correctDrift()) {
      return Optional.empty();
    }
    return findings.stream()
        .filter(finding -> finding instanceof Finding.Differs differs && differs.isDrift())
        .map(finding -> (Finding.Differs) finding)
        .map(GateKeeper::drifted)
        .findFirst()
        .map(text -> new ServiceState.Held(Cause.Drifted, text));
  }

  private Gates gates() {
    return observation.release().policy().gates();
  }

  private static String drifted(Finding.Differs differs) {
    String changes =
        differs.changes().stream()
            .filter(ImageChange::drift)
            .map(
                change ->
                    "container "
                        + change.container()
                        + " of "
                        + differs.key()
                        + " was moved to "
                        + change.from()
                        + (change.manager() == null ? "" : " by " + change.manager()))
            .collect(Collectors.joining("; "));
    return changes
        + "; drift is Report, so it is left: change the record to what shall run, or set"
        + " spec.drift to Correct";
  }

  /** {@code maxInFlight}: how many services may roll at the same time. */
  static final class FreePlaces {

    private final int limit;
    private int free;

    private FreePlaces(int limit, int free) {
      this.limit = limit;
      this.free = free;
    }

    /** Services that were pinned and are not yet verified take a place, broken ones too. */
    static FreePlaces of(
        Release release, Map<String, List<Finding>> findings, Map<String, ServiceState> settled) {
      int limit = release.policy().maxInFlight();
      if (limit == 0) {
        return new FreePlaces(0, Integer.MAX_VALUE);
      }
      long taken =
          release.services().stream()
              .filter(service -> service.image().isPresent())
              .filter(service -> !(settled.get(service.name()) instanceof ServiceState.Verified))
              .filter(
                  service ->
                      findings.getOrDefault(service.name(), List.of()).stream()
                          .allMatch(finding -> finding instanceof Finding.Pinned))
              .count();
      return new FreePlaces(limit, (int) Math.max(0, limit - taken));
    }

    /** Takes a place for a service; without one, the state in which it waits. */
    Optional<ServiceState> take(Service service) {
      if (free > 0) {
        free--;
        return Optional.empty();
      }
      return Optional.of(
          new ServiceState.Waiting(
              null,
              service.name()
                  + " waits for one of the "
                  + limit
                  + " places that spec.maxInFlight gives to services that roll"));
    }
  }
}
