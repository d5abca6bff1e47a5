package dev.releaserecord.plan;

import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.check.Series;
import dev.releaserecord.plan.check.Stand;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Reactions;
import dev.releaserecord.plan.release.Release.Service;
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
import dev.releaserecord.secret.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private final Map<String, Stand> stands = new HashMap<>();
  private final Map<WorkloadKey, Reactions> reactions = new HashMap<>();

  SecretPlanner(Observation observation) {
    this.observation = observation;
    this.verifier =
        new SecretJudge(observation.release(), observation::workload, observation.terms().stock());
    for (Service service : observation.release().services()) {
      service
          .workloads()
          .forEach(it -> reactions.merge(it.key(), service.rules().reactions(), Reactions::and));
    }
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
    WorkloadKey key = governed.workload().key();
    WorkloadSecrets before =
        observation.before(service.name(), key).map(WorkloadStatus::secrets).orElse(null);
    return Comparison.of(
        new Dependent(
            observation.release().id().namespace(),
            governed.workload(),
            governed.health().facts().pods(),
            governed.health().revision(),
            before),
        reactions.getOrDefault(key, service.rules().reactions()),
        observation.terms().stock(),
        observation.at());
  }

  /** What was restarted of it, and whether something still is to be. */
  ServiceJudge.Restarts restarts(Service service) {
    Set<WorkloadKey> fresh =
        standings(service).stream()
            .filter(Standing::freshlyRestarted)
            .map(standing -> standing.workload().key())
            .collect(Collectors.toSet());
    return new ServiceJudge.Restarts(fresh, rotation(service).due());
  }

  /** Whether no restart is due, was made lately or is spoken of. */
  boolean calm() {
    for (List<Standing> all : standings.values()) {
      for (Standing standing : all) {
        if (!standing.calm()) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whose turn it is to be restarted.
   *
   * @param states where each service stands, gates included
   * @param places whether one more service may roll that does not yet
   */
  void takeTurns(
      Map<String, List<Finding>> findings,
      Map<String, ServiceState> states,
      Predicate<Service> places) {
    List<Member> members = new ArrayList<>();
    Map<String, Service> placeless = new HashMap<>();
    for (Service service : observation.release().services()) {
      ServiceState state = states.get(service.name());
      if (state != null && !standings(service).isEmpty()) {
        LiveState live = new LiveState(findings.getOrDefault(service.name(), List.of()), state);
        Member member =
            new Member(
                    service.name(),
                    service.after(),
                    standings(service),
                    live.condition(),
                    against(service, live).orElse(null))
                .settled(steadyFrom(live), observation.at());
        standings.put(service.name(), member.standings());
        members.add(member);
        if (!live.hasPlace()) {
          placeless.put(service.name(), service);
        }
      }
    }
    Predicate<String> place =
        name -> !placeless.containsKey(name) || places.test(placeless.get(name));
    turns.putAll(new Turns(members, place).decide());
  }

  /** When its pods have been steady for as long as counts; null while they are not. */
  private @Nullable Instant steadyFrom(LiveState live) {
    return live.steadySince()
        .map(since -> since.plus(observation.release().policy().settle()))
        .orElse(null);
  }

  private Optional<Member.Bar> against(Service service, LiveState live) {
    return Holds.standing(observation.release(), service, observation.at())
        .map(order -> new Member.Bar("it is on hold (" + order.reason() + ")", false))
        .or(() -> Obstacle.of(verification(service)).map(it -> new Member.Bar(it.message(), false)))
        .or(() -> immovable(service))
        .or(() -> unproven(service, live.condition()));
  }

  private Optional<Member.Bar> immovable(Service service) {
    boolean cleared = observation.release().policy().clearing().allowed();
    return standings(service).stream()
        .filter(standing -> !standing.due().isEmpty())
        .flatMap(standing -> standing.immovable(cleared).stream())
        .findFirst()
        .map(why -> new Member.Bar(why, false));
  }

  /** What has to pass with the new values before anything is restarted for them. */
  private Optional<Member.Bar> unproven(Service service, Member.Condition condition) {
    List<Standing> due = standings(service).stream().filter(it -> !it.due().isEmpty()).toList();
    boolean ready = condition == Member.Condition.Well || condition == Member.Condition.Broken;
    if (due.isEmpty() || !ready) {
      return Optional.empty();
    }
    Series checks =
        observation
            .checks()
            .beforeRestart(
                service,
                due.stream().flatMap(it -> Stream.ofNullable(it.values())),
                observation.before(service.name()));
    if (checks.none()) {
      return Optional.empty();
    }
    Stand stand = checks.stand();
    stands.put(service.name(), stand);
    return Optional.ofNullable(stand.open()).map(SecretPlanner::bar);
  }

  private static Member.Bar bar(Stand.Open open) {
    return open.kind() == Stand.Kind.Asking
        ? new Member.Bar("check " + open.check() + " with `when: BeforeRestart` comes first", false)
        : new Member.Bar(
            open.text()
                + ". It has to pass first (`when: BeforeRestart`), and is run again every minute",
            true);
  }

  /** Where the checks stand that come before a restart; null while none is due. */
  @Nullable Stand stand(Service service) {
    return stands.get(service.name());
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
            .filter(change -> change.due())
            .flatMap(change -> Stream.ofNullable(change.at()))
            .max(Instant::compareTo)
            .ifPresent(at -> mended.put(standing.workload().key(), at));
      }
    }
    return mended;
  }

  /** When to look again at what could not be read, and at pods that will have been steady. */
  Stream<Instant> rechecks(Service service, LiveState live) {
    boolean open = standings(service).stream().anyMatch(Standing::unsettled);
    Stream<Instant> checks =
        Stream.ofNullable(stand(service))
            .flatMap(stand -> Stream.ofNullable(stand.open()))
            .flatMap(it -> Stream.ofNullable(it.recheckAt()));
    return Stream.concat(
        Stream.concat(
            checks,
            Stream.ofNullable(open ? steadyFrom(live) : null).filter(observation.at()::isBefore)),
        Obstacle.lookAgain(verification(service)).map(observation.at()::plus).stream());
  }
}
