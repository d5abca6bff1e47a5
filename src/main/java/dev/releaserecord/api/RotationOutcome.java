package dev.releaserecord.api;

/** What came of a change of what pods were started with. */
public enum RotationOutcome {
  Restarted,
  Verified
}
