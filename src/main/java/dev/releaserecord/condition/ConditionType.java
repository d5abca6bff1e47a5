package dev.releaserecord.condition;

/** The conditions of a record, in the order in which they are written. */
public enum ConditionType {
  /** Always present. */
  Ready,
  /** Present only while True, never together with Stalled. */
  Reconciling,
  /** Present only while True: nothing of the record moves on by itself. */
  Stalled,
  Approved,
  DependenciesReady,
  ImagesAvailable,
  SecretsVerified,
  ImagesPinned,
  RolledOut,
  ChecksPassed
}
