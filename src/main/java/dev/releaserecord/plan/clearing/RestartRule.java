package dev.releaserecord.plan.clearing;

import dev.releaserecord.api.ClearingAction;
import dev.releaserecord.plan.clearing.Remedy.Delete;
import dev.releaserecord.plan.clearing.Remedy.Leave;
import dev.releaserecord.plan.clearing.Remedy.Wait;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.diagnosis.Facts;
import java.util.List;
import java.util.function.Predicate;

/** Restarts pods at once instead of when the kubelet's back-off is over. */
final class RestartRule {

  private RestartRule() {}

  /**
   * @param which pods may be restarted
   */
  static Remedy restart(Facts facts, Predicate<Pod> which) {
    Kind kind = facts.workload().key().kind();
    List<Pod.Identity> backingOff =
        facts.pods().stream()
            .filter(pod -> Remedies.standing(pod) && !pod.ready() && which.test(pod))
            .filter(pod -> backsOff(pod) && !DrainRule.migrates(pod))
            .sorted(Remedies.HIGHEST_FIRST)
            .map(Pod::id)
            .toList();
    // A Job tries again by itself, and its pod may be a migration.
    if (backingOff.isEmpty() || !kind.keepsPodsRunning()) {
      return new Leave();
    }
    boolean ordered = kind == Kind.StatefulSet;
    return ordered && Remedies.leaving(facts)
        ? new Wait("a pod of it is on its way out")
        : new Delete(ClearingAction.RestartPods, backingOff, ordered, false);
  }

  private static boolean backsOff(Pod pod) {
    return pod.containers().stream().anyMatch(RestartRule::backsOff);
  }

  /** Between its end and the back-off a container is merely terminated. */
  private static boolean backsOff(PodContainer container) {
    return switch (container.state()) {
      case ContainerState.Waiting(String reason, String _) ->
          reason.equals("CrashLoopBackOff") || reason.equals("ImagePullBackOff");
      case ContainerState.Terminated(Termination end) ->
          end.exitCode() != 0 && container.run().restarts() > 0;
      case ContainerState.Running _, ContainerState.Unknown _ -> false;
    };
  }
}
