package dev.releaserecord.rollout;

/** The kinds of workload that a record may govern, by their Kubernetes names. */
public enum Kind {
  Deployment,
  StatefulSet,
  DaemonSet,
  CronJob;

  /** Whether the workload's pods are meant to run all the time; a CronJob's come and go. */
  public boolean keepsPodsRunning() {
    return this != CronJob;
  }
}
