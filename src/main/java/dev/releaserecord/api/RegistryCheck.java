package dev.releaserecord.api;

/** Whether each digest is looked up in its registry before a workload is touched. */
public enum RegistryCheck {
  /** The registry is not asked. */
  None,
  /** A digest that the registry does not have or hand out is reported and pinned all the same. */
  Warn,
  /** A digest that the registry does not have or hand out is not pinned. */
  Enforce
}
