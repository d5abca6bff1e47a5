package dev.releaserecord.plan;

import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.rotation.Change;
import dev.releaserecord.plan.rotation.Comparison;
import dev.releaserecord.plan.rotation.Dependent;
import dev.releaserecord.plan.rotation.Member;
import dev.releaserecord.plan.rotation.Rotation;
import dev.releaserecord.plan.rotation.Standing;
import dev.releaserecord.plan.rotation.Turn;
import dev.releaserecord.plan.rotation.Turns;
import dev.releaserecord.plan.secret.Obstacle;
import dev.releaserecord.plan.secret.SecretJudge;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Progress;
import dev.releaserecord.secret.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What services need of Secrets and ConfigMaps: whether it is there, and whether the pods that run
 * were started with it.
 */
final class SecretPlanner {

  private final Observation observation;
  private final SecretJudge verifier;
  private final Map<String, Verification> verified = new HashMap<>();
  private final Map<String, List<Standing>> standings = new HashMap<>();
  private final Map<String, Turn> turns = new HashMap<>();

  SecretPlanner(Observation observation) {
    this.observation = observation;
    this.verifier =
        new SecretJudge(observation.release(), observation::workload, observation.terms().stock());
  }

  void judge(Service service, List<Finding> found) {
    List<Governed> governed =
        found.stream().flatMap(it -> Stream.ofNullable(it.governedOrNull())).toList();
    verified.put(
        service.name(),
        verifier.judge(service, governed.stream().map(SecretPlanner::part).toList()));
    standings.put(
        service.name(),
        found.stream()
            .filter(it -> it instanceof Finding.Pinned || it instanceof Finding.Differs)
            .flatMap(it -> Stream.ofNullable(it.governedOrNull()))
            .filter(it -> it.workload().key().kind().keepsPodsRunning())
            .map(it -> standing(service, it))
            .toList());
  }

  /** All that it was judged by is the same. */
  void keep(ServicePlan before) {
    String name = before.service().name();
    verified.put(name, before.secrets());
    standings.put(name, before.rotation().standings());
  }

  private static SecretJudge.Part part(Governed it) {
    return new SecretJudge.Part(it.workload(), it.containers(), it.health().facts().pods());
  }

  private Standing standing(Service service, Governed governed) {
    WorkloadSecrets before =
        observation
            .before(service.name(), governed.workload().key())
            .map(WorkloadStatus::secrets)
            .orElse(null);
    return Comparison.of(
        new Dependent(
            governed.workload(),
            governed.health().facts().pods(),
            governed.health().revision(),
            before),
        service.rules().reactions(),
        observation.terms().stock(),
        observation.at());
  }

  /**
   * Whose turn it is to be restarted.
   *
   * @param settled where each service stands
   * @param places whether one more service may roll that does not yet
   */
  void takeTurns(
      Map<String, List<Finding>> findings,
      Map<String, ServiceState> settled,
      Predicate<Service> places) {
    List<Member> members = new ArrayList<>();
    Map<String, Service> byName = new HashMap<>();
    for (Service service : observation.release().services()) {
      ServiceState state = settled.get(service.name());
      if (state != null && !standings(service).isEmpty()) {
        members.add(member(service, findings.getOrDefault(service.name(), List.of()), state));
        byName.put(service.name(), service);
      }
    }
    Predicate<String> place =
        name ->
            !(settled.get(name) instanceof ServiceState.Verified) || places.test(byName.get(name));
    turns.putAll(new Turns(members, place, observation.at()).decide());
  }

  private Member member(Service service, List<Finding> found, ServiceState state) {
    return new Member(
        service.name(),
        service.after(),
        standings(service),
        condition(state),
        steadyFrom(found).orElse(null),
        against(service).orElse(null));
  }

  private static Member.Condition condition(ServiceState state) {
    return switch (state) {
      case ServiceState.Verified _ -> Member.Condition.Well;
      case ServiceState.RollingOut rolling ->
          rolling.cause() == null ? Member.Condition.Moving : Member.Condition.Broken;
      case ServiceState.Checking _ -> Member.Condition.Moving;
      case ServiceState.Stuck _, ServiceState.Failed _ -> Member.Condition.Broken;
      case ServiceState.AwaitingDigest _,
          ServiceState.AwaitingApproval _,
          ServiceState.Waiting _,
          ServiceState.Blocked _,
          ServiceState.Held _ ->
          Member.Condition.Waiting;
    };
  }

  /** When its pods have been steady for as long as counts; empty while they are not. */
  private Optional<Instant> steadyFrom(List<Finding> found) {
    Instant latest = Instant.MIN;
    for (Finding finding : found) {
      Governed governed = finding.governedOrNull();
      if (governed == null || !governed.workload().key().kind().keepsPodsRunning()) {
        continue;
      }
      if (!(governed.progress() instanceof Progress.Steady(int _, int _, Instant since))) {
        return Optional.empty();
      }
      if (since != null && since.isAfter(latest)) {
        latest = since;
      }
    }
    return latest.equals(Instant.MIN)
        ? Optional.empty()
        : Optional.of(latest.plus(observation.release().policy().settle()));
  }

  private Optional<Member.Bar> against(Service service) {
    return Holds.standing(observation.release(), service, observation.at())
        .map(order -> new Member.Bar("it is on hold (" + order.reason() + ")", false))
        .or(() -> Obstacle.of(verification(service)).map(it -> new Member.Bar(it.message(), false)))
        .or(() -> proof(service));
  }

  private static Optional<Member.Bar> proof(Service service) {
    return service.rules().reactions().proofWanted()
        ? Optional.of(
            new Member.Bar(
                "its checks with `when: BeforeRestart` come first, and this version of the operator"
                    + " cannot run checks; restart it by hand, or take them out",
                true))
        : Optional.empty();
  }

  Map<String, Verification> verifications() {
    return verified;
  }

  Verification verification(Service service) {
    return verified.getOrDefault(service.name(), Verification.NOTHING);
  }

  private List<Standing> standings(Service service) {
    return standings.getOrDefault(service.name(), List.of());
  }

  Rotation rotation(Service service) {
    return new Rotation(standings(service), turns.getOrDefault(service.name(), Turn.NONE));
  }

  /** Where a restart takes somebody to do something first, that is where the service stands. */
  ServiceState blocked(Service service, ServiceState state) {
    Turn turn = turns.getOrDefault(service.name(), Turn.NONE);
    return turn.blocked() && state instanceof ServiceState.Verified
        ? new ServiceState.Blocked(Cause.RotationUnproven, state.message())
        : state;
  }

  /** What changed, and nobody restarts its pods for: those that crash may have waited for it. */
  Map<WorkloadKey, Instant> mended(Service service) {
    Map<WorkloadKey, Instant> mended = new HashMap<>();
    for (Standing standing : standings(service)) {
      if (Obstacle.of(verification(service)).isEmpty() && standing.due().isEmpty()) {
        standing.changes().stream()
            .map(Change::at)
            .max(Instant::compareTo)
            .ifPresent(at -> mended.put(standing.workload().key(), at));
      }
    }
    return mended;
  }

  /** When to look again at what could not be read, and at pods that will have been steady. */
  Stream<Instant> rechecks(Service service, List<Finding> found) {
    boolean shows = standings(service).stream().anyMatch(it -> it.restarts() != null);
    boolean waited = turns.values().stream().anyMatch(turn -> turn.planned() != null);
    Optional<Instant> steady =
        shows && waited ? steadyFrom(found).filter(observation.at()::isBefore) : Optional.empty();
    return Stream.concat(
        steady.stream(),
        GateKeeper.lookAgain(verification(service)).map(observation.at()::plus).stream());
  }
}
