package dev.releaserecord.plan;

import dev.releaserecord.plan.Finding.Differs;
import dev.releaserecord.plan.Plan.Sets;
import dev.releaserecord.plan.drift.Contest;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.Undone;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.diagnosis.Cause;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why an image that somebody else wrote is left as it is. The order is: a rollback by hand, drift
 * that is only reported, drift that is no longer set back.
 */
final class DriftGate {

  private static final String LEFT =
      "; drift is Report, so it is left: change the record to what shall run, or set spec.drift to"
          + " Correct";

  private final Observation observation;
  private final Sets sets;

  DriftGate(Observation observation, Sets sets) {
    this.observation = observation;
    this.sets = sets;
  }

  /** The state in which a service is left; empty where its images may be written. */
  Optional<ServiceState> closed(Service service, List<Finding> findings) {
    return undone(service, findings).or(() -> reported(findings)).or(() -> contended(findings));
  }

  /** Somebody's own rollback: to what ran well, from what never did. */
  private Optional<ServiceState> undone(Service service, List<Finding> findings) {
    History history = observation.history();
    if (observation.retried() || history.find(sets.enforced()).isPresent()) {
      return Optional.empty();
    }
    return Finding.differing(findings)
        .filter(Differs::isDrift)
        .flatMap(
            it ->
                Undone.to(history, service.name(), it.changes()).stream()
                    .map(set -> Undone.text(it.moved(), set, observation.release().id().name())))
        .findFirst()
        .map(text -> new ServiceState.RolledBack(Cause.UndoneByHand, text));
  }

  private Optional<ServiceState> reported(List<Finding> findings) {
    if (observation.release().policy().correctDrift()) {
      return Optional.empty();
    }
    return Finding.differing(findings)
        .filter(Differs::isDrift)
        .findFirst()
        .map(it -> new ServiceState.Held(Cause.Drifted, it.moved() + LEFT));
  }

  /** The whole service stops: half a release back and half of it foreign helps nobody. */
  private Optional<ServiceState> contended(List<Finding> findings) {
    return Finding.differing(findings)
        .flatMap(this::contended)
        .findFirst()
        .map(text -> new ServiceState.Blocked(Cause.Drifted, text));
  }

  private Stream<String> contended(Differs differs) {
    var application = differs.governed().workload().marks().gitOps();
    return differs.changes().stream()
        .flatMap(
            change ->
                observation.contest().against(differs.key(), change).stream()
                    .map(stopped -> Contest.message(stopped, change, application)));
  }
}
