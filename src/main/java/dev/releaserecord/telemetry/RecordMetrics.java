package dev.releaserecord.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one record looks like to a monitoring system after a pass.
 *
 * @param ready whether the condition {@code Ready} is True
 * @param servicesByPhase number of services in each phase; a phase that is left out counts as 0
 * @param stuck services that are stuck, with the cause
 * @param missingKeys keys of Secrets that are missing, by service; one that names no Secret is left
 *     out
 * @param stalledReason reason of the condition {@code Stalled}, null while it is absent
 * @param clocks what has been going on for how long
 */
public record RecordMetrics(
    String namespace,
    String name,
    boolean ready,
    Map<String, Integer> servicesByPhase,
    List<Stuck> stuck,
    Map<String, Integer> missingKeys,
    @Nullable String stalledReason,
    Clocks clocks) {

  /**
   * Since when something has been going on; null while it is not.
   *
   * @param hold a hold stands
   * @param awaiting an approval is awaited
   * @param rotation a restart is due, because what pods were started with has changed
   */
  public record Clocks(
      @Nullable Instant hold, @Nullable Instant awaiting, @Nullable Instant rotation) {

    public static final Clocks NONE = new Clocks(null, null, null);
  }

  public RecordMetrics {
    servicesByPhase = Map.copyOf(servicesByPhase);
    stuck = List.copyOf(stuck);
    missingKeys = Map.copyOf(missingKeys);
  }

  /** One service that is stuck, and why: {@code cause} is a name of the closed list of causes. */
  public record Stuck(String service, String cause) {}
}
