package dev.releaserecord.api;

/** Where a service stands on its way to the declared digest. */
public enum Phase {
  /** The record declares no digest yet. */
  AwaitingDigest,
  /** The digest set waits for its approval. */
  AwaitingApproval,
  /**
   * Something that has to come first is not there yet: a dependency, a service before it, the
   * workload.
   */
  Waiting,
  /** Something that a person has to mend keeps the digest from being pinned. */
  Blocked,
  /** The digest is pinned and the pods are being replaced. */
  RollingOut,
  /** The rollout stands still and the cause is known. */
  Stuck,
  /** The pods have settled and the checks run. */
  Checking,
  /** Every pod runs the declared digest, has settled, and every check passed. */
  Verified,
  /** The deadline is over or a check failed. */
  Failed,
  /** A hold, and nothing else, keeps the service from moving. */
  Held,
  /** The service runs a verified digest of the history in place of the declared one. */
  RolledBack
}
