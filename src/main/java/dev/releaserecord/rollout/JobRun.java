package dev.releaserecord.rollout;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Job that a CronJob started.
 *
 * @param images container name to image of its pod template, init containers included
 * @param finished when it completed or failed; null while it runs
 * @param failed whether it failed
 * @param problem the reason and message of its Failed condition, empty otherwise
 */
public record JobRun(
    String name,
    WorkloadKey owner,
    Map<String, String> images,
    @Nullable Instant finished,
    boolean failed,
    String problem) {

  public JobRun {
    images = Map.copyOf(images);
  }
}
