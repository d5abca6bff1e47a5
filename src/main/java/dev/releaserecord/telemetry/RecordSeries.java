package dev.releaserecord.telemetry;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.Phase;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The series of one record. Those whose labels are known beforehand exist from the first sight on,
 * at 0 (an alert on a rate misses the first increase of a series that was not there); those that
 * name a service or a reason come and go.
 */
final class RecordSeries {

  /** A series that is there only while there is something to tell; what it lacks is empty. */
  private record Passing(MetricName metric, String label, String value) {}

  private final MeterRegistry registry;
  private final Clock clock;
  private final String namespace;
  private final String name;
  private final List<Meter> lasting = new ArrayList<>();
  private final Map<Passing, Meter> passing = new HashMap<>();
  private final Map<FailureReason, Counter> failures = new EnumMap<>(FailureReason.class);
  private final Counter drift;
  private final Counter rollbacks;
  private final Map<String, Counter> clearings = new HashMap<>();
  private final Map<CheckOutcome, Counter> checks = new EnumMap<>(CheckOutcome.class);
  private volatile RecordMetrics shown;

  RecordSeries(MeterRegistry registry, String namespace, String name) {
    this.registry = registry;
    this.clock = registry.config().clock();
    this.namespace = namespace;
    this.name = name;
    this.shown =
        new RecordMetrics(
            namespace, name, false, Map.of(), List.of(), Map.of(), null, RecordMetrics.Clocks.NONE);
    this.drift = MetricName.DRIFT.counter(registry, namespace, name);
    lasting.add(drift);
    this.rollbacks = MetricName.ROLLBACKS.counter(registry, namespace, name);
    lasting.add(rollbacks);
    for (FailureReason reason : FailureReason.values()) {
      Counter counter =
          MetricName.RECONCILE_FAILURES.counter(registry, namespace, name, reason.name());
      failures.put(reason, counter);
      lasting.add(counter);
    }
    for (ClearAct act : ClearAct.values()) {
      for (ClearOutcome outcome : ClearOutcome.values()) {
        Counter counter =
            MetricName.CLEAR_ATTEMPTS.counter(
                registry, namespace, name, act.name(), outcome.name());
        clearings.put(act + "/" + outcome, counter);
        lasting.add(counter);
      }
    }
    for (CheckOutcome outcome : CheckOutcome.values()) {
      if (outcome != CheckOutcome.Pending) {
        Counter counter = MetricName.CHECKS.counter(registry, namespace, name, outcome.name());
        checks.put(outcome, counter);
        lasting.add(counter);
      }
    }
    gauge(MetricName.READY, () -> shown.ready() ? 1 : 0);
    gauge(MetricName.HOLD, () -> secondsSince(shown.clocks().hold()));
    gauge(MetricName.AWAITING_APPROVAL, () -> secondsSince(shown.clocks().awaiting()));
    gauge(MetricName.ROTATION_PENDING, () -> secondsSince(shown.clocks().rotation()));
    for (Phase phase : Phase.values()) {
      gauge(
          MetricName.SERVICES,
          () -> shown.servicesByPhase().getOrDefault(phase.name(), 0),
          phase.name());
    }
  }

  synchronized void show(RecordMetrics snapshot) {
    shown = snapshot;
    Set<Passing> now = new HashSet<>();
    for (RecordMetrics.Stuck stuck : snapshot.stuck()) {
      now.add(new Passing(MetricName.STUCK, stuck.service(), stuck.cause()));
    }
    for (String service : snapshot.missingKeys().keySet()) {
      now.add(new Passing(MetricName.SECRET_KEYS_MISSING, service, ""));
    }
    String stalled = snapshot.stalledReason();
    if (stalled != null) {
      now.add(new Passing(MetricName.STALLED, "", stalled));
    }
    Set<Passing> over = new HashSet<>(passing.keySet());
    over.removeAll(now);
    over.forEach(series -> drop(passing.remove(series)));
    now.forEach(series -> passing.computeIfAbsent(series, this::register));
  }

  void driftCorrected() {
    drift.increment();
  }

  void rolledBack() {
    rollbacks.increment();
  }

  void checked(CheckOutcome outcome) {
    Counter counter = checks.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  void cleared(ClearAct act, ClearOutcome outcome) {
    Counter counter = clearings.get(act + "/" + outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  void failed(FailureReason reason) {
    Counter counter = failures.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  synchronized void remove() {
    removeAll(lasting);
    removeAll(passing.values());
    lasting.clear();
    passing.clear();
  }

  private Meter register(Passing series) {
    String[] values =
        Stream.of(namespace, name, series.label(), series.value())
            .filter(value -> !value.isEmpty())
            .toArray(String[]::new);
    Supplier<Number> value =
        series.metric() == MetricName.SECRET_KEYS_MISSING
            ? () -> shown.missingKeys().getOrDefault(series.label(), 0)
            : () -> 1;
    return Gauge.builder(series.metric().scraped(), value)
        .description(series.metric().help())
        .tags(series.metric().tags(values))
        .register(registry);
  }

  private void gauge(MetricName metric, Supplier<Number> value, String... more) {
    String[] values = new String[2 + more.length];
    values[0] = namespace;
    values[1] = name;
    System.arraycopy(more, 0, values, 2, more.length);
    lasting.add(
        Gauge.builder(metric.scraped(), value)
            .description(metric.help())
            .tags(metric.tags(values))
            .register(registry));
  }

  private long secondsSince(@Nullable Instant since) {
    if (since == null) {
      return 0;
    }
    Duration age = Duration.between(since, Instant.ofEpochMilli(clock.wallTime()));
    return Math.max(0, age.toSeconds());
  }

  private void removeAll(Collection<Meter> meters) {
    meters.forEach(this::drop);
  }

  private void drop(@Nullable Meter meter) {
    if (meter != null) {
      registry.remove(meter);
    }
  }
}
