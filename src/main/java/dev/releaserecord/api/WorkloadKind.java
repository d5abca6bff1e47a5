package dev.releaserecord.api;

/** The kinds of workload whose images a record pins. */
public enum WorkloadKind {
  /** {@code apps/v1} Deployment. */
  Deployment,
  /** {@code apps/v1} StatefulSet. */
  StatefulSet,
  /** {@code apps/v1} DaemonSet. */
  DaemonSet,
  /** {@code batch/v1} CronJob. */
  CronJob
}
