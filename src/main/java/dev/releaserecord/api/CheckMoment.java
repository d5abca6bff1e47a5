package dev.releaserecord.api;

/** When a check runs. */
public enum CheckMoment {
  /** Once every pod runs the declared digest and has settled. */
  AfterRollout,
  /** Before a rotation restarts anything, with the new values of the Secret. */
  BeforeRestart
}
