package dev.releaserecord.api;

/** What happens when a set that was pinned fails. */
public enum FailureMode {
  /** The failure is reported and the set stays. */
  Report,
  /** The whole set goes back to the newest verified one. */
  Rollback
}
