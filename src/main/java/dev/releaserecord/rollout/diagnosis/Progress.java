package dev.releaserecord.rollout.diagnosis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a workload's newest revision has come. */
public sealed interface Progress {

  /** Pods of the release that are Ready. */
  int ready();

  /** Pods that the workload wants. */
  int wanted();

  /**
   * Not all pods are of the release and Ready.
   *
   * @param detail what is still missing, for people
   */
  record Rolling(int ready, int wanted, String detail) implements Progress {}

  /**
   * All pods are of the release and Ready.
   *
   * @param steadySince the youngest pod's; null where no pod is wanted
   */
  record Steady(int ready, int wanted, @Nullable Instant steadySince) implements Progress {}

  /**
   * The last finished Job of a CronJob's present template failed.
   *
   * @param detail the Job's name and what its Failed condition says
   */
  record JobFailed(String detail) implements Progress {
    @Override
    public int ready() {
      return 0;
    }

    @Override
    public int wanted() {
      return 0;
    }
  }
}
