package dev.releaserecord.plan;

/** Why a service does not move, by the names that the status, metrics and alerts use. */
public enum Cause {
  UnresolvedPlaceholder,
  InvalidImageName,
  WorkloadNotFound,
  ContainerNotFound,
  ManagedElsewhere,
  DependencyNotReady,
  SetRefused,
  Drifted
}
