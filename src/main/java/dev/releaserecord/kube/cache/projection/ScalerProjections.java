package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.Optional;

/** Reduces a HorizontalPodAutoscaler to its name and what it scales. */
public final class ScalerProjections {

  /** Which autoscaler changes the replicas of which Deployment. */
  public record Scaler(String name, WorkloadKey target) {}

  private ScalerProjections() {}

  /** Empty for what scales no Deployment: nothing else is ever scaled by us. */
  public static Optional<Scaler> of(HorizontalPodAutoscaler autoscaler) {
    var target = autoscaler.getSpec().getScaleTargetRef();
    return "Deployment".equals(target.getKind())
        ? Optional.of(
            new Scaler(
                autoscaler.getMetadata().getName(),
                new WorkloadKey(Kind.Deployment, target.getName())))
        : Optional.empty();
  }
}
