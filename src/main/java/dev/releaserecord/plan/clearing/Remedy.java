package dev.releaserecord.plan.clearing;

import dev.releaserecord.rollout.Pod;
import java.util.List;
import java.util.stream.Collectors;

/** What would free a workload. */
public sealed interface Remedy {

  /** The operator does nothing about it; somebody else has to. */
  record Leave() implements Remedy {}

  /**
   * It would help, but must not be done now.
   *
   * @param why what stands against it, and what a person can do
   */
  record Refuse(String why) implements Remedy {}

  /** It will help once something has happened that is under way. */
  record Wait(String on) implements Remedy {}

  /**
   * Deletes pods that are not Ready.
   *
   * @param spends whether it takes an attempt; what only brings the next pod to the newest revision
   *     comes to an end by itself
   * @param force without waiting for a kubelet that will never answer
   */
  record Delete(List<Pod.Identity> pods, boolean spends, boolean force) implements Remedy {
    public Delete {
      pods = List.copyOf(pods);
    }
  }

  /** Evicts one pod, Ready or not, within its disruption budget. */
  record Evict(Pod.Identity pod) implements Remedy {}

  /** Scales a Deployment to zero, and back after the drain period. */
  record Drain(int replicas) implements Remedy {}

  /** As a plan says it: {@code delete pod users-0}; empty where nothing would be done. */
  default String text() {
    return switch (this) {
      case Leave _, Refuse _, Wait _ -> "";
      case Delete(List<Pod.Identity> pods, boolean _, boolean force) ->
          (force ? "force-delete pod " : "delete pod ")
              + pods.stream().map(Pod.Identity::name).collect(Collectors.joining(", "));
      case Evict(Pod.Identity pod) -> "evict pod " + pod.name();
      case Drain(int replicas) -> "scale to 0 and back to " + replicas;
    };
  }

  /** Whether it takes an attempt from the workload's budget. */
  default boolean spends() {
    return switch (this) {
      case Delete(List<Pod.Identity> _, boolean spends, boolean _) -> spends;
      case Drain _ -> true;
      case Evict _, Leave _, Refuse _, Wait _ -> false;
    };
  }

  /** The uids of what it acts on. */
  default String target(String workloadUid) {
    return switch (this) {
      case Delete(List<Pod.Identity> pods, boolean _, boolean _) ->
          pods.stream().map(Pod.Identity::uid).sorted().collect(Collectors.joining(","));
      case Evict(Pod.Identity pod) -> pod.uid();
      case Drain _ -> workloadUid;
      case Leave _, Refuse _, Wait _ -> "";
    };
  }
}
