package dev.releaserecord.rollout;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod as the informer last saw it.
 *
 * @param owner the workload it belongs to, followed through its ReplicaSet
 * @param leaving whether it is being deleted
 * @param steadySince the instant since which it has been Ready without a restart, to the second;
 *     null while it is not Ready
 */
public record Pod(
    String name,
    WorkloadKey owner,
    boolean leaving,
    @Nullable Instant steadySince,
    List<PodContainer> containers) {

  public Pod {
    containers = List.copyOf(containers);
  }

  public boolean ready() {
    return steadySince != null && !leaving;
  }
}
