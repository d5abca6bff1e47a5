package dev.releaserecord.rollout;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Job that a CronJob started.
 *
 * @param images container name to image of its pod template, init containers included
 * @param end null while it runs
 */
public record JobRun(
    Identity id, WorkloadKey owner, Map<String, String> images, @Nullable End end) {

  public JobRun {
    images = Map.copyOf(images);
  }

  public record Identity(String name, String uid, Instant created) {}

  /**
   * @param problem the reason and message of its Failed condition, empty where it completed
   */
  public record End(Instant at, boolean failed, String problem) {}

  public String name() {
    return id.name;
  }

  public boolean failed() {
    return end != null && end.failed;
  }
}
