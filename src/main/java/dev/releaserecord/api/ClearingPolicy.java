package dev.releaserecord.api;

/** Whether the operator may remove what blocks a rollout. */
public enum ClearingPolicy {
  /** Stuck pods are removed by the rule that belongs to their cause. */
  Clear,
  /** Nothing is removed; the cause and the next step are reported. */
  Report
}
