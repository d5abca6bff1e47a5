package dev.releaserecord.condition;

/** Reasons of the condition {@code Stalled}. */
public enum StallReason implements Reason {
  /** An older record governs a container that this one claims too. */
  WorkloadClaimed,
  /** The operator lacks a right. */
  Forbidden,
  /** The record, or a write that it asks for, is refused. */
  Refused,
  /** {@code onFailure: Rollback}, and nothing to go back to. */
  RollbackImpossible,
  /** Everything that could be tried to free a workload was tried. */
  ClearingSpent,
  /** A check could not be run for as long as it was tried: what it would show is not known. */
  CheckErrored,
  /** Somebody else goes on writing a declared image, and it is no longer set back. */
  Contended;

  @Override
  public String code() {
    return name();
  }
}
