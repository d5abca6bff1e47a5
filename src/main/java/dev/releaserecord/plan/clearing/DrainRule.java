package dev.releaserecord.plan.clearing;

import dev.releaserecord.plan.clearing.Remedy.Drain;
import dev.releaserecord.plan.clearing.Remedy.Leave;
import dev.releaserecord.plan.clearing.Remedy.Refuse;
import dev.releaserecord.plan.clearing.Remedy.Wait;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Surroundings.Scaling;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.diagnosis.Facts;

/** When a Deployment may be scaled to zero and back: when that takes nothing from anybody. */
final class DrainRule {

  private DrainRule() {}

  /** Nothing is available and no container is ready. */
  static boolean nothingServes(Facts facts) {
    return facts.workload().replicas().available() == 0
        && facts.pods().stream()
            .flatMap(pod -> pod.containers().stream())
            .filter(container -> container.role() == ContainerRole.Main)
            .noneMatch(container -> container.run().ready());
  }

  static Remedy drain(Facts facts) {
    Workload workload = facts.workload();
    if (workload.key().kind() != Kind.Deployment || workload.replicas().wanted() == 0) {
      return new Leave();
    }
    if (workload.marks().drain() != null) {
      return new Wait("the label of the drain before is taken off");
    }
    Scaling scaling = facts.around().scaling();
    if (!scaling.names().isEmpty()) {
      return new Refuse(
          "HorizontalPodAutoscaler "
              + String.join(", ", scaling.names())
              + " scales it, and would scale against the drain; scale it to 0 and back yourself");
    }
    if (!scaling.readable()) {
      return new Refuse(
          "whether a HorizontalPodAutoscaler scales it cannot be read; grant the operator list and"
              + " watch of horizontalpodautoscalers (autoscaling), or scale it to 0 and back"
              + " yourself");
    }
    return facts.pods().stream().anyMatch(DrainRule::migrates)
        ? new Refuse(
            "an init container runs, which may be a migration: it is not drained while that runs")
        : new Drain(workload.id().uid(), workload.replicas().wanted());
  }

  /** Whether an init container of the pod runs now. */
  static boolean migrates(Pod pod) {
    return pod.containers().stream()
        .filter(container -> container.role() == ContainerRole.Init)
        .anyMatch(container -> container.state() instanceof ContainerState.Running);
  }
}
