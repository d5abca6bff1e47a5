package dev.releaserecord.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/**
 * Every metric of the operator's own, by the name under which Prometheus scrapes it. The reference
 * page is generated from this list.
 */
enum MetricName {
  READY(
      "releaserecord_ready",
      Type.GAUGE,
      Unit.NONE,
      List.of("namespace", "name"),
      "1 while the record's condition Ready is True, else 0."),
  SERVICES(
      "releaserecord_services",
      Type.GAUGE,
      Unit.SERVICES,
      List.of("namespace", "name", "phase"),
      "Services of the record in each phase; every phase is present, at 0 where no service is in"
          + " it."),
  STUCK(
      "releaserecord_stuck",
      Type.GAUGE,
      Unit.NONE,
      List.of("namespace", "name", "service", "cause"),
      "1 while the service is stuck for this cause; absent otherwise."),
  STALLED(
      "releaserecord_stalled",
      Type.GAUGE,
      Unit.NONE,
      List.of("namespace", "name", "reason"),
      "1 while the record's condition Stalled is True, with its reason; absent otherwise."),
  SECRET_KEYS_MISSING(
      "releaserecord_secret_keys_missing",
      Type.GAUGE,
      Unit.KEYS,
      List.of("namespace", "name", "service"),
      "Keys that the record names of the service's Secrets and that do not exist or are empty;"
          + " absent where it names none."),
  DRIFT(
      "releaserecord_drift_total",
      Type.COUNTER,
      Unit.CORRECTIONS,
      List.of("namespace", "name"),
      "Foreign images that were set back to the declared digest."),
  ROLLBACKS(
      "releaserecord_rollbacks_total",
      Type.COUNTER,
      Unit.ROLLBACKS,
      List.of("namespace", "name"),
      "Digest sets that failed and gave way to the newest verified one."),
  CHECKS(
      "releaserecord_checks_total",
      Type.COUNTER,
      Unit.CHECKS,
      List.of("namespace", "name", "outcome"),
      "Runs of checks that ended, by outcome: Passed, Failed (the answer was wrong), Errored (it"
          + " could not be asked). All at 0 from the start."),
  CLEAR_ATTEMPTS(
      "releaserecord_clear_attempts_total",
      Type.COUNTER,
      Unit.ATTEMPTS,
      List.of("namespace", "name", "action", "outcome"),
      "Acts upon stuck workloads: DeletePods, ForceDeletePods, EvictPod, Drain, Restore; with what"
          + " became of them: Done, Superseded, Postponed, Refused, Unavailable. All at 0 from the"
          + " start."),
  PIN_DURATION(
      "releaserecord_pin_duration_seconds",
      Type.HISTOGRAM,
      Unit.SECONDS,
      List.of(),
      "Time from the moment a change was seen until the image was written."),
  ROLLOUT_DURATION(
      "releaserecord_rollout_duration_seconds",
      Type.HISTOGRAM,
      Unit.SECONDS,
      List.of(),
      "Time from the written image until every pod ran it and had settled."),
  RECONCILE_FAILURES(
      "releaserecord_reconcile_failures_total",
      Type.COUNTER,
      Unit.PASSES,
      List.of("namespace", "name", "reason"),
      "Passes over the record that could not finish; every reason is present at 0 from the start."),
  HOLD(
      "releaserecord_hold_seconds",
      Type.GAUGE,
      Unit.SECONDS,
      List.of("namespace", "name"),
      "How long a hold has stood; 0 while there is none."),
  AWAITING_APPROVAL(
      "releaserecord_awaiting_approval_seconds",
      Type.GAUGE,
      Unit.SECONDS,
      List.of("namespace", "name"),
      "How long the record has waited for an approval; 0 while it does not wait."),
  ROTATION_PENDING(
      "releaserecord_rotation_pending_seconds",
      Type.GAUGE,
      Unit.SECONDS,
      List.of("namespace", "name"),
      "How long ago the oldest change was written that pods are to be restarted for and have not"
          + " been yet; 0 while there is none."),
  LEADER_ELECTIONS(
      "releaserecord_leader_elections_total",
      Type.COUNTER,
      Unit.ELECTIONS,
      List.of(),
      "How often this process became the leader; 0 as long as it only stands by. The one metric"
          + " that every process has from its start.");

  /** How the value behaves over time. */
  enum Type {
    GAUGE,
    COUNTER,
    HISTOGRAM
  }

  /** What one unit of the value is. */
  enum Unit {
    NONE("0 or 1"),
    SECONDS("seconds"),
    SERVICES("services"),
    KEYS("keys"),
    CORRECTIONS("corrections"),
    ROLLBACKS("rollbacks"),
    CHECKS("runs"),
    ATTEMPTS("attempts"),
    PASSES("passes"),
    ELECTIONS("elections");

    private final String text;

    Unit(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** From a pin that only had to be sent to one that waited for others. */
  private static final Duration[] PIN_BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };

  /** From one small pod to the longest progress deadlines that people set. */
  private static final Duration[] ROLLOUT_BUCKETS = {
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(2),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofMinutes(20),
    Duration.ofHours(1)
  };

  private final String scraped;
  private final Type type;
  private final Unit unit;
  private final List<String> labels;
  private final String help;

  MetricName(String scraped, Type type, Unit unit, List<String> labels, String help) {
    this.scraped = scraped;
    this.type = type;
    this.unit = unit;
    this.labels = labels;
    this.help = help;
  }

  /** The name in the scrape text. */
  String scraped() {
    return scraped;
  }

  Type type() {
    return type;
  }

  Unit unit() {
    return unit;
  }

  List<String> labels() {
    return labels;
  }

  String help() {
    return help;
  }

  /** Pairs the label names with values in the order of {@link #labels()}. */
  Tags tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(scraped + " takes values for " + labels);
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(labels.get(i), values[i]);
    }
    return tags;
  }

  Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(scraped).description(help).tags(tags(values)).register(registry);
  }

  /** A histogram with buckets that fit what is measured; micrometer adds the suffix of the unit. */
  Timer timer(MeterRegistry registry) {
    Duration[] buckets = this == PIN_DURATION ? PIN_BUCKETS : ROLLOUT_BUCKETS;
    return Timer.builder(scraped.substring(0, scraped.length() - "_seconds".length()))
        .description(help)
        .serviceLevelObjectives(buckets)
        .register(registry);
  }
}
