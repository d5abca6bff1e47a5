package dev.releaserecord.condition;

/** Reasons of the condition {@code Stalled}. */
public enum StallReason implements Reason {
  /** An older record governs a container that this one claims too. */
  WorkloadClaimed,
  /** The operator lacks a right. */
  Forbidden,
  /** The record, or a write that it asks for, is refused. */
  Refused,
  /** Everything that could be tried to free a workload was tried. */
  ClearingSpent;

  @Override
  public String code() {
    return name();
  }
}
