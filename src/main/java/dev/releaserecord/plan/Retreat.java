package dev.releaserecord.plan;

import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.history.RollbackJudge;
import dev.releaserecord.plan.history.RollbackJudge.Verdict;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.secret.Obstacle;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code onFailure: Rollback}. A set has failed when a service of it is Failed, or is Stuck and its
 * progressDeadline is over; nothing else takes it back.
 */
final class Retreat {

  private Retreat() {}

  static Plan of(Observation observation, Plan plan) {
    Release release = observation.release();
    String declared = plan.sets().declared();
    boolean stands =
        declared != null
            && declared.equals(plan.sets().enforced())
            && !release.policy().gates().refused().contains(declared)
            && !plan.sets().approval().closed();
    boolean held =
        release.services().stream()
            .anyMatch(it -> Holds.standing(release, it, observation.at()).isPresent());
    if (!release.policy().history().rollback() || declared == null || !stands || held) {
      return plan;
    }
    List<ServicePlan> failed =
        plan.services().stream().filter(it -> failed(observation, it)).toList();
    Verdict verdict =
        RollbackJudge.judge(
            new RollbackJudge.Asked(
                declared,
                release.policy().gates().refused(),
                observation.history(),
                observation.at()),
            failed.stream().map(it -> it.service().name() + ": " + it.state().message()).toList(),
            set -> obstacle(release, plan, set));
    return switch (verdict) {
      case Verdict.Stay _ -> plan;
      case Verdict.Begin(var rollback) ->
          new Plan(plan.services(), plan.work(), plan.sets(), plan.stall(), plan.proof(), rollback);
      case Verdict.Impossible(String message) -> stalled(plan, failed, message);
    };
  }

  private static boolean failed(Observation observation, ServicePlan service) {
    return service.state() instanceof ServiceState.Failed
        || service.state() instanceof ServiceState.Stuck
            && service.findings().stream()
                .anyMatch(
                    it ->
                        it instanceof Finding.Pinned(var governed)
                            && over(observation, service, governed));
  }

  private static boolean over(
      Observation observation, ServicePlan service, Finding.Governed governed) {
    return Patience.clock(governed)
        .map(since -> since.plus(service.service().rules().deadline()))
        .filter(deadline -> !observation.at().isBefore(deadline))
        .isPresent();
  }

  /** Only images go back: their pods take what the templates of today name. */
  private static Optional<String> obstacle(Release release, Plan plan, VerifiedSet set) {
    Set<String> moved = release.moved(set);
    return plan.services().stream()
        .filter(it -> moved.contains(it.service().name()))
        .flatMap(
            it ->
                Obstacle.of(it.secrets()).stream()
                    .map(obstacle -> it.service().name() + ": " + obstacle.message()))
        .findFirst();
  }

  private static Plan stalled(Plan plan, List<ServicePlan> failed, String message) {
    Stall stall = new Stall(StallReason.RollbackImpossible, message);
    List<ServicePlan> services =
        plan.services().stream()
            .map(it -> failed.contains(it) && it.stall() == null ? it.with(stall) : it)
            .toList();
    return new Plan(services, plan.work(), plan.sets(), plan.stall(), plan.proof(), null);
  }
}
