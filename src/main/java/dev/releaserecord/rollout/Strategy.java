package dev.releaserecord.rollout;

/**
 * How a workload replaces its pods.
 *
 * @param stopped {@code spec.paused} of a Deployment, {@code spec.suspend} of a CronJob
 * @param onDelete {@code updateStrategy: OnDelete}: old pods stay until somebody deletes them
 * @param partition {@code rollingUpdate.partition} of a StatefulSet: pods of a lower ordinal stay
 *     at the older revision
 * @param surgeDeadlock the new pod must run beside the old one on a node but wants the same host
 *     port, and no old pod may go first
 */
public record Strategy(boolean stopped, boolean onDelete, int partition, boolean surgeDeadlock) {}
