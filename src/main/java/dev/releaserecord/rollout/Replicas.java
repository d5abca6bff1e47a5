package dev.releaserecord.rollout;

/**
 * How many pods a workload wants and has, read from its spec and status.
 *
 * @param wanted {@code spec.replicas}, or for a DaemonSet the nodes that should run a pod; of a
 *     Deployment that is being drained, those that it will be scaled back to
 * @param total pods of every revision
 * @param updated pods of the newest revision
 * @param available Ready pods (for at least {@code minReadySeconds}) of every revision
 * @param current whether the status speaks of the present generation
 */
public record Replicas(int wanted, int total, int updated, int available, boolean current) {

  /** Nothing that keeps pods running: a CronJob. */
  public static final Replicas NONE = new Replicas(0, 0, 0, 0, true);

  /** Every pod is of the newest revision, and all that are wanted are available. */
  public boolean complete() {
    return current && updated == wanted && total == wanted && available == wanted;
  }
}
