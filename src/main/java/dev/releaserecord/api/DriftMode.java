package dev.releaserecord.api;

/** What happens when a live image is no longer the declared digest. */
public enum DriftMode {
  /** The declared digest is written back, and whoever moved it is named. */
  Correct,
  /** The workload is left as it is and the service is held as drifted. */
  Report
}
