package dev.releaserecord.rollout;

import org.jspecify.annotations.Nullable;

/**
 * A container of a pod.
 *
 * @param image as the pod's spec names it
 * @param imageId {@code status.containerStatuses[].imageID}; empty while the container waits
 */
public record PodContainer(String name, ContainerRole role, String image, String imageId, Run run) {

  /**
   * How it runs.
   *
   * @param last how the run before this one ended, null where there was none
   * @param restarts how often it was started again
   * @param ready whether it counts as ready
   */
  public record Run(ContainerState state, @Nullable Termination last, int restarts, boolean ready) {

    /** Nothing is known of it. */
    public static final Run UNKNOWN = new Run(ContainerState.UNKNOWN, null, 0, false);
  }

  public ContainerState state() {
    return run.state;
  }

  /** How its newest run that ended did so; null where none has. */
  public @Nullable Termination newestEnd() {
    return run.state instanceof ContainerState.Terminated(Termination end) ? end : run.last;
  }

  /** How many of its runs have ended. */
  public int ends() {
    return run.restarts + (run.state instanceof ContainerState.Terminated ? 1 : 0);
  }
}
