package dev.releaserecord.telemetry;

import dev.releaserecord.api.CheckOutcome;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operator's own metrics. Safe for use by many threads; calls about one record are to be made
 * in the order in which things happened to it.
 */
public final class ReleaseMetrics {

  private record RecordKey(String namespace, String name) {}

  private final MeterRegistry registry;
  private final Timer pinDuration;
  private final Timer rolloutDuration;
  private final Counter elections;
  private final Map<RecordKey, RecordSeries> records = new ConcurrentHashMap<>();

  public ReleaseMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.pinDuration = MetricName.PIN_DURATION.timer(registry);
    this.rolloutDuration = MetricName.ROLLOUT_DURATION.timer(registry);
    this.elections = MetricName.LEADER_ELECTIONS.counter(registry);
  }

  /** Replaces everything that is told of this record by what the last pass found. */
  public void observed(RecordMetrics snapshot) {
    series(snapshot.namespace(), snapshot.name()).show(snapshot);
  }

  /** Removes every series of a record that was deleted, or that another process tells of now. */
  public void forget(String namespace, String name) {
    RecordSeries gone = records.remove(new RecordKey(namespace, name));
    if (gone != null) {
      gone.remove();
    }
  }

  /** A foreign image was set back to the declared digest. */
  public void driftCorrected(String namespace, String name) {
    series(namespace, name).driftCorrected();
  }

  /** A set that failed gave way to a verified one. */
  public void rolledBack(String namespace, String name) {
    series(namespace, name).rolledBack();
  }

  /** A check was run, and its answer is known. */
  public void checked(String namespace, String name, CheckOutcome outcome) {
    series(namespace, name).checked(outcome);
  }

  /** Something was done, or tried, about a stuck workload. */
  public void cleared(String namespace, String name, ClearAct act, ClearOutcome outcome) {
    series(namespace, name).cleared(act, outcome);
  }

  /** An image was written; the time since the change that called for it was seen. */
  public void pinned(Duration sinceChangeSeen) {
    pinDuration.record(sinceChangeSeen);
  }

  /** A rollout ended; the time since its image was written. */
  public void rolledOut(Duration sincePinned) {
    rolloutDuration.record(sincePinned);
  }

  /** A pass over the record could not finish. */
  public void failed(String namespace, String name, FailureReason reason) {
    series(namespace, name).failed(reason);
  }

  /** This process leads from now on. */
  public void elected() {
    elections.increment();
  }

  /** The operator SDK's own metrics, in the same registry, without a series per record. */
  public Metrics sdkMetrics() {
    return MicrometerMetrics.newMicrometerMetricsBuilder(registry)
        .notCollectingMetricsPerResource()
        .build();
  }

  private RecordSeries series(String namespace, String name) {
    return records.computeIfAbsent(
        new RecordKey(namespace, name), key -> new RecordSeries(registry, namespace, name));
  }
}
