package dev.releaserecord.rollout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a workload replaces its pods.
 *
 * @param stopped {@code spec.paused} of a Deployment, {@code spec.suspend} of a CronJob
 * @param onDelete {@code updateStrategy: OnDelete}: old pods stay until somebody deletes them
 * @param partition {@code rollingUpdate.partition} of a StatefulSet: pods of a lower ordinal stay
 *     at the older revision
 * @param surgeDeadlock the new pod must run beside the old one on a node but wants the same host
 *     port, and no old pod may go first
 * @param surge what a new pod takes while all old ones stay; null where an old one may go first
 */
public record Strategy(
    boolean stopped,
    boolean onDelete,
    int partition,
    boolean surgeDeadlock,
    @Nullable Surge surge) {

  /** One whose old pods may go first. */
  public Strategy(boolean stopped, boolean onDelete, int partition, boolean surgeDeadlock) {
    this(stopped, onDelete, partition, surgeDeadlock, null);
  }

  /**
   * One pod more than are wanted.
   *
   * @param claims names of the PersistentVolumeClaims that it mounts to write
   */
  public record Surge(List<String> claims, Demand demand) {

    /** It needs nothing that anybody counts but being a pod. */
    public static final Surge PLAIN = new Surge(List.of(), Demand.NONE);

    public Surge {
      claims = List.copyOf(claims);
    }
  }

  /**
   * What the containers of a pod ask for, in thousandths of a CPU and of a byte; 0 where they do
   * not.
   */
  public record Demand(long cpu, long memory, long cpuLimit, long memoryLimit) {

    public static final Demand NONE = new Demand(0, 0, 0, 0);
  }
}
