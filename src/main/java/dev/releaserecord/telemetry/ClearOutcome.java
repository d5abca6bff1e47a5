package dev.releaserecord.telemetry;

/** The label {@code outcome} of {@code releaserecord_clear_attempts_total}. */
public enum ClearOutcome {
  Done,
  /** The workload or pod was no longer as it was when the decision was made. */
  Superseded,
  /** A disruption budget allows it later. */
  Postponed,
  /** A right is missing, or a policy is against it. */
  Refused,
  /** The API server could not do it just now. */
  Unavailable
}
