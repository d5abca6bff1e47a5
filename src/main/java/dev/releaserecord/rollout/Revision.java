package dev.releaserecord.rollout;

import org.jspecify.annotations.Nullable;

/**
 * One state of a workload's pod template: a ReplicaSet of a Deployment, a ControllerRevision of a
 * DaemonSet. (A StatefulSet names its newest one in its own status.)
 *
 * @param hash the label that its pods carry
 * @param number the newest has the highest
 * @param wanted pods that a ReplicaSet is to keep; 0 for a ControllerRevision
 * @param failure why a ReplicaSet cannot create its pods, null where it can
 */
public record Revision(
    String name,
    WorkloadKey owner,
    String hash,
    long number,
    int wanted,
    @Nullable Failure failure) {

  /** The condition {@code ReplicaFailure}. */
  public record Failure(String reason, String message) {}
}
