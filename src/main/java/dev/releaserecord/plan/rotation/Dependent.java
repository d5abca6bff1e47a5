package dev.releaserecord.plan.rotation;

import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload that keeps pods running, and what is known of how they were started.
 *
 * @param pods its own
 * @param revision hash of its newest pod template; empty while nobody knows
 * @param before what its pods were started with, as the last pass left it; null for nothing
 */
public record Dependent(
    Workload workload, List<Pod> pods, String revision, @Nullable WorkloadSecrets before) {

  public Dependent {
    pods = List.copyOf(pods);
  }

  /** Those that go on running. */
  List<Pod> standing() {
    return pods.stream().filter(pod -> !pod.leaving() && pod.life().ended() == null).toList();
  }
}
