package dev.releaserecord.api;

/** What the operator can do to free a workload. */
public enum ClearingAction {
  /** Pods that are not Ready are deleted. */
  DeletePods,
  /** Pods on a node that is gone are deleted without waiting for its kubelet. */
  ForceDeletePods,
  /** Pods that back off are deleted once, because somebody asked to try again. */
  RestartPods,
  /** One pod of an older revision is evicted, within its disruption budget. */
  EvictPod,
  /** A Deployment is scaled to 0, and back after the drain period. */
  Drain
}
