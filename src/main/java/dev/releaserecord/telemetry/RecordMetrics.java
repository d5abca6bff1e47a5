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
 * @param holdSince since when a hold stands, null while none does
 * @param awaitingSince since when an approval is awaited, null while none is
 */
public record RecordMetrics(
    String namespace,
    String name,
    boolean ready,
    Map<String, Integer> servicesByPhase,
    List<Stuck> stuck,
    Map<String, Integer> missingKeys,
    @Nullable String stalledReason,
    @Nullable Instant holdSince,
    @Nullable Instant awaitingSince) {

  public RecordMetrics {
    servicesByPhase = Map.copyOf(servicesByPhase);
    stuck = List.copyOf(stuck);
    missingKeys = Map.copyOf(missingKeys);
  }

  /** Of a record that names no Secret. */
  public RecordMetrics(
      String namespace,
      String name,
      boolean ready,
      Map<String, Integer> servicesByPhase,
      List<Stuck> stuck,
      @Nullable String stalledReason,
      @Nullable Instant holdSince,
      @Nullable Instant awaitingSince) {
    this(
        namespace,
        name,
        ready,
        servicesByPhase,
        stuck,
        Map.of(),
        stalledReason,
        holdSince,
        awaitingSince);
  }

  /** One service that is stuck, and why: {@code cause} is a name of the closed list of causes. */
  public record Stuck(String service, String cause) {}
}
