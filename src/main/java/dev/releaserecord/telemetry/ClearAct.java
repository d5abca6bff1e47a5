package dev.releaserecord.telemetry;

/** The label {@code action} of {@code releaserecord_clear_attempts_total}. */
public enum ClearAct {
  DeletePods,
  ForceDeletePods,
  EvictPod,
  Drain,
  Restore
}
