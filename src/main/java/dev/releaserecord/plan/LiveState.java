package dev.releaserecord.plan;

import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.rotation.Member.Condition;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the pods of a service do that run now, whether or not they are what the record declares.
 *
 * @param state where it stands, gates included
 */
record LiveState(List<Finding> findings, ServiceState state) {

  Condition condition() {
    return switch (state) {
      case ServiceState.Verified _ -> Condition.Well;
      // Nobody knows yet whether it works; nobody will, where it could not be asked.
      case ServiceState.Checking checking ->
          checking.asking() ? Condition.Moving : Condition.Broken;
      case ServiceState.RollingOut(Cause cause, String _) ->
          cause == null ? Condition.Moving : Condition.Broken;
      case ServiceState.Stuck _, ServiceState.Failed _ -> Condition.Broken;
      // Here it may stand for days: what runs meanwhile must go on running.
      case ServiceState.AwaitingApproval _,
          ServiceState.Held _,
          ServiceState.RolledBack _,
          ServiceState.Blocked _ ->
          byPods();
      case ServiceState.Waiting(Cause cause, String _) ->
          cause == null ? Condition.Waiting : byPods();
      case ServiceState.AwaitingDigest _ -> Condition.Waiting;
    };
  }

  /** Whether it counts among those that roll. */
  boolean hasPlace() {
    return switch (state) {
      case ServiceState.RollingOut _,
          ServiceState.Checking _,
          ServiceState.Stuck _,
          ServiceState.Failed _ ->
          true;
      case ServiceState.Verified _,
          ServiceState.AwaitingApproval _,
          ServiceState.Held _,
          ServiceState.RolledBack _,
          ServiceState.Blocked _,
          ServiceState.Waiting _,
          ServiceState.AwaitingDigest _ ->
          false;
    };
  }

  private Condition byPods() {
    if (workloads().anyMatch(it -> it.outage().isPresent())) {
      return Condition.Broken;
    }
    boolean whole =
        workloads()
            .allMatch(it -> it.workload().replicas().complete() && readySince(it).isPresent());
    // Nobody says how long that takes: others do not wait for it.
    return whole ? Condition.Well : Condition.Waiting;
  }

  /** Since when all its pods have been Ready; empty while one is not, or where none is wanted. */
  Optional<Instant> steadySince() {
    List<Optional<Instant>> since =
        workloads()
            .filter(it -> it.workload().replicas().wanted() > 0)
            .map(LiveState::readySince)
            .toList();
    return since.stream().allMatch(Optional::isPresent)
        ? since.stream().flatMap(Optional::stream).max(Instant::compareTo)
        : Optional.empty();
  }

  private static Optional<Instant> readySince(Governed governed) {
    if (governed.progress() instanceof Progress.Steady(int _, int _, Instant since)) {
      return Optional.ofNullable(since);
    }
    List<Pod> pods =
        governed.health().facts().pods().stream()
            .filter(pod -> !pod.leaving() && pod.life().ended() == null)
            .toList();
    return pods.stream().anyMatch(pod -> pod.life().steadySince() == null)
        ? Optional.empty()
        : pods.stream()
            .flatMap(pod -> Stream.ofNullable(pod.life().steadySince()))
            .max(Instant::compareTo);
  }

  private Stream<Governed> workloads() {
    return findings.stream()
        .flatMap(finding -> Stream.ofNullable(finding.governedOrNull()))
        .filter(it -> it.workload().key().kind().keepsPodsRunning());
  }
}
