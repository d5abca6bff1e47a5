package dev.releaserecord.plan;

import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.Plan.Sets;
import dev.releaserecord.plan.gate.ApprovalState;
import dev.releaserecord.plan.gate.NodeImages;
import dev.releaserecord.plan.gate.Places;
import dev.releaserecord.plan.gate.Vanguard;
import dev.releaserecord.plan.history.Detour;
import dev.releaserecord.plan.pull.Availability;
import dev.releaserecord.plan.pull.PullPlanner;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Gates;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.secret.Obstacle;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Progress;
import dev.releaserecord.secret.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a change of a service. The first closed gate decides what is shown; the order
 * is: hold, refused set, approval, dependencies, Secrets, images on nodes, registry, after, a
 * rollback by hand, drift that is only reported or no longer set back, one service first where
 * nodes do not tell of their images, maxInFlight.
 */
final class GateKeeper {

  private final Observation observation;
  private final Sets sets;
  private final Map<String, ServiceState> settled;
  private final Map<String, Verification> secrets;
  private final PullPlanner pulls;
  private final DriftGate drift;
  private final Vanguard vanguard;
  private final Places places;

  /**
   * @param findings of each service, in the order of the spec
   * @param settled where each service stands if nothing were done now
   * @param secrets what came of verifying each service
   * @param pulls what registries said of the images
   */
  GateKeeper(
      Observation observation,
      Sets sets,
      Map<String, List<Finding>> findings,
      Map<String, ServiceState> settled,
      Map<String, Verification> secrets,
      PullPlanner pulls) {
    this.observation = observation;
    this.sets = sets;
    this.settled = settled;
    this.secrets = secrets;
    this.pulls = pulls;
    this.drift = new DriftGate(observation, sets);
    this.vanguard = vanguard(findings);
    this.places = places(findings);
  }

  /** The state in which a service waits that has something to write; empty where it may. */
  Optional<ServiceState> closed(Service service, List<Finding> findings) {
    return hold(service)
        .or(this::refusedSet)
        .or(this::approval)
        .or(this::dependencies)
        .or(() -> secrets(service))
        .or(() -> imagesOnNodes(findings))
        .or(() -> registry(service))
        .or(() -> inOrder(service))
        .or(() -> drift.closed(service, findings))
        .or(() -> vanguard(service, findings))
        .or(() -> place(service));
  }

  private Optional<ServiceState> hold(Service service) {
    return Holds.standing(observation.release(), service, observation.at())
        .map(order -> new ServiceState.Held(null, "on hold: " + order.text()));
  }

  /** What is kept instead was verified: only the declared set is refused. */
  private Optional<ServiceState> refusedSet() {
    Detour detour = sets.detour();
    String declared = sets.declared();
    if (detour != null) {
      return Optional.ofNullable(detour.unwritten())
          .map(_ -> new ServiceState.RollingOut(null, "about to go back to a verified set"));
    }
    if (declared == null || !gates().refused().contains(declared)) {
      return Optional.ofNullable(sets.rollback())
          .map(it -> new ServiceState.Blocked(null, Detour.lost(it)));
    }
    return Optional.of(
        new ServiceState.Blocked(
            Cause.SetRefused,
            "the digest set "
                + declared
                + " stands in spec.refuse; declare other digests, or take it out of spec.refuse"));
  }

  private Optional<ServiceState> approval() {
    return sets.detour() == null
            && sets.approval() instanceof ApprovalState.Missing(var _, String message, var _)
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
    if (state instanceof ServiceState.Checking(boolean asking, String message) && !asking) {
      return new Stall(StallReason.CheckErrored, message);
    }
    if (state instanceof ServiceState.Blocked(Cause cause, String message)
        && cause == Cause.Drifted) {
      return new Stall(StallReason.Contended, message);
    }
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

  /** A registry that cannot tell never holds back; one that is being asked is waited for. */
  private Optional<ServiceState> registry(Service service) {
    return switch (pulls.of(service)) {
      case Availability.Outstanding(String message) ->
          Optional.of(new ServiceState.Waiting(null, message));
      case Availability.Unavailable(Cause cause, String message) ->
          pulls.enforced()
              ? Optional.of(new ServiceState.Blocked(cause, message))
              : Optional.empty();
      case Availability.NotAsked _,
          Availability.Available _,
          Availability.Partial _,
          Availability.Uncertain _ ->
          Optional.empty();
    };
  }

  /** An image that is never pulled has to be there before its pods are. */
  private static Optional<ServiceState> imagesOnNodes(List<Finding> findings) {
    return nodeImages(findings)
        .filter(images -> images instanceof NodeImages.Missing)
        .map(images -> ((NodeImages.Missing) images).message())
        .findFirst()
        .map(message -> new ServiceState.Blocked(Cause.ImageNotOnNode, message));
  }

  private static Stream<NodeImages> nodeImages(List<Finding> findings) {
    return Finding.differing(findings)
        .map(it -> NodeImages.of(it.governed().health().facts(), it.changes()));
  }

  private Optional<ServiceState> vanguard(Service service, List<Finding> findings) {
    return nodeImages(findings)
        .filter(images -> images instanceof NodeImages.Untold)
        .findFirst()
        .flatMap(images -> vanguard.follow(service.name(), (NodeImages.Untold) images))
        .map(message -> new ServiceState.Waiting(null, message));
  }

  /** Whoever was pinned to what is declared now, with images that nodes do not tell of. */
  private Vanguard vanguard(Map<String, List<Finding>> findings) {
    Vanguard gone = new Vanguard();
    String label = sets.declared() == null ? "" : Release.label(sets.declared());
    findings.forEach(
        (service, found) -> {
          if (found.stream().anyMatch(finding -> wentUntold(finding, label))) {
            gone.gone(service, settled.get(service) instanceof ServiceState.Verified);
          }
        });
    return gone;
  }

  private static boolean wentUntold(Finding finding, String label) {
    return finding instanceof Finding.Pinned(Governed governed)
        && governed.workload().neverPulls()
        && label.equals(governed.workload().marks().set())
        && NodeImages.standing(governed.health().facts(), governed.containers())
            instanceof NodeImages.Untold;
  }

  private Optional<ServiceState> inOrder(Service service) {
    Detour detour = sets.detour();
    return detour != null && detour.goesBack() ? before(service) : after(service);
  }

  /** Going back, in reverse order: whoever came after goes first, unless it moves no more. */
  private Optional<ServiceState> before(Service service) {
    List<String> open =
        observation.release().services().stream()
            .filter(it -> it.after().contains(service.name()))
            .map(Service::name)
            .filter(
                name ->
                    settled.get(name) instanceof ServiceState.RollingOut(Cause cause, var _)
                        && cause == null)
            .toList();
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ServiceState.Waiting(
                null, "waits until " + String.join(", ", open) + " has gone back (after)"));
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

  private Gates gates() {
    return observation.release().policy().gates();
  }

  /** Takes one of the places of {@code maxInFlight}; without one, the state in which it waits. */
  Optional<ServiceState> place(Service service) {
    return places.take(service.name()).map(message -> new ServiceState.Waiting(null, message));
  }

  /**
   * Services that were pinned and are not yet verified have a place, broken ones too; and those of
   * which a workload rolls while another waits to be pinned.
   */
  private Places places(Map<String, List<Finding>> findings) {
    Set<String> taken =
        observation.release().services().stream()
            .filter(service -> service.image().isPresent())
            .filter(service -> !(settled.get(service.name()) instanceof ServiceState.Verified))
            .map(Service::name)
            .filter(name -> rolls(findings.getOrDefault(name, List.of())))
            .collect(Collectors.toSet());
    return new Places(observation.release().policy().maxInFlight(), taken);
  }

  private static boolean rolls(List<Finding> findings) {
    return findings.stream().allMatch(finding -> finding instanceof Finding.Pinned)
        || findings.stream()
            .anyMatch(
                finding ->
                    finding instanceof Finding.Pinned(Governed governed)
                        && governed.progress() instanceof Progress.Rolling);
  }
}
