package dev.releaserecord.api;

/** How a check ended. */
public enum CheckOutcome {
  /** It has not ended yet. */
  Pending,
  /** It found what it expected. */
  Passed,
  /** It got an answer, and the wrong one. */
  Failed,
  /** It could not be run, so it says nothing about the service. */
  Errored
}
