package dev.releaserecord.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.Phase;
import dev.releaserecord.telemetry.RecordMetrics.Clocks;
import dev.releaserecord.telemetry.RecordMetrics.Stuck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReleaseMetricsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final String CORE = "name=\"core\",namespace=\"gobee\"";

  private final MetricsScrape scrape = new MetricsScrape(Clock.fixed(NOW, ZoneOffset.UTC));
  private final ReleaseMetrics metrics = new ReleaseMetrics(scrape.registry());

  @AfterEach
  void close() {
    scrape.close();
  }

  @Test
  void aHealthyRecord() {
    metrics.observed(record(true, Map.of("Verified", 5)));
    assertThat(lines())
        .contains(
            "releaserecord_ready{" + CORE + "} 1.0",
            "releaserecord_services{" + CORE + ",phase=\"Verified\"} 5.0",
            "releaserecord_services{" + CORE + ",phase=\"Stuck\"} 0.0",
            "releaserecord_drift_total{" + CORE + "} 0.0",
            "releaserecord_rollbacks_total{" + CORE + "} 0.0",
            "releaserecord_checks_total{" + CORE + ",outcome=\"Errored\"} 0.0",
            "releaserecord_checks_total{" + CORE + ",outcome=\"Failed\"} 0.0",
            "releaserecord_checks_total{" + CORE + ",outcome=\"Passed\"} 0.0",
            "releaserecord_hold_seconds{" + CORE + "} 0.0",
            "releaserecord_awaiting_approval_seconds{" + CORE + "} 0.0")
        .noneMatch(line -> line.startsWith("releaserecord_stuck"))
        .noneMatch(line -> line.startsWith("releaserecord_stalled"));
    assertThat(lines().stream().filter(line -> line.startsWith("releaserecord_services")))
        .hasSize(Phase.values().length);
  }

  @Test
  void runsOfChecksAreCountedByHowTheyEnded() {
    metrics.checked("gobee", "core", CheckOutcome.Failed);
    metrics.checked("gobee", "core", CheckOutcome.Passed);
    metrics.checked("gobee", "core", CheckOutcome.Passed);
    assertThat(lines().stream().filter(line -> line.startsWith("releaserecord_checks_total{")))
        .containsExactlyInAnyOrder(
            "releaserecord_checks_total{" + CORE + ",outcome=\"Errored\"} 0.0",
            "releaserecord_checks_total{" + CORE + ",outcome=\"Failed\"} 1.0",
            "releaserecord_checks_total{" + CORE + ",outcome=\"Passed\"} 2.0");
  }

  @Test
  void everyFailureReasonIsAtZeroFromTheFirstSightOn() {
    metrics.observed(record(false, Map.of()));
    for (FailureReason reason : FailureReason.values()) {
      assertThat(lines()).contains(failures(reason, "0.0"));
    }
    metrics.failed("gobee", "core", FailureReason.Forbidden);
    assertThat(lines())
        .contains(failures(FailureReason.Forbidden, "1.0"))
        .contains(failures(FailureReason.Internal, "0.0"));
  }

  @Test
  void aFailureBeforeTheFirstPassIsCountedBesideItsZeroes() {
    metrics.failed("gobee", "core", FailureReason.Unavailable);
    assertThat(lines())
        .contains(failures(FailureReason.Unavailable, "1.0"))
        .contains(failures(FailureReason.Conflict, "0.0"));
  }

  @Test
  void stuckAndStalledComeAndGo() {
    metrics.observed(
        new RecordMetrics(
            "gobee",
            "core",
            false,
            Map.of("Stuck", 2),
            List.of(new Stuck("users", "ImageNotFound"), new Stuck("ingest", "CrashLoop")),
            Map.of(),
            "Forbidden",
            Clocks.NONE));
    assertThat(lines())
        .contains(
            "releaserecord_stuck{cause=\"ImageNotFound\"," + CORE + ",service=\"users\"} 1.0",
            "releaserecord_stuck{cause=\"CrashLoop\"," + CORE + ",service=\"ingest\"} 1.0",
            "releaserecord_stalled{" + CORE + ",reason=\"Forbidden\"} 1.0");
    metrics.observed(
        new RecordMetrics(
            "gobee",
            "core",
            false,
            Map.of("Stuck", 1),
            List.of(new Stuck("users", "MissingSecret")),
            Map.of(),
            null,
            Clocks.NONE));
    assertThat(lines().stream().filter(line -> line.startsWith("releaserecord_stuck{")))
        .containsExactly(
            "releaserecord_stuck{cause=\"MissingSecret\"," + CORE + ",service=\"users\"} 1.0");
    assertThat(lines()).noneMatch(line -> line.startsWith("releaserecord_stalled{"));
  }

  @Test
  void missingKeysAreCountedAsLongAsAServiceNamesSecrets() {
    metrics.observed(missing(Map.of("users", 2, "certs", 0)));
    assertThat(lines())
        .contains(
            "releaserecord_secret_keys_missing{" + CORE + ",service=\"users\"} 2.0",
            "releaserecord_secret_keys_missing{" + CORE + ",service=\"certs\"} 0.0");
    metrics.observed(missing(Map.of("users", 0)));
    assertThat(
            lines().stream().filter(line -> line.startsWith("releaserecord_secret_keys_missing{")))
        .containsExactly("releaserecord_secret_keys_missing{" + CORE + ",service=\"users\"} 0.0");
  }

  private static RecordMetrics missing(Map<String, Integer> keys) {
    return new RecordMetrics("gobee", "core", false, Map.of(), List.of(), keys, null, Clocks.NONE);
  }

  @Test
  void holdsApprovalsAndRotationsAgeByTheClockAndNotByThePasses() {
    metrics.observed(
        new RecordMetrics(
            "gobee",
            "core",
            false,
            Map.of(),
            List.of(),
            Map.of(),
            null,
            new Clocks(NOW.minusSeconds(90), NOW.minusSeconds(7200), NOW.minusSeconds(30))));
    assertThat(lines())
        .contains(
            "releaserecord_rotation_pending_seconds{" + CORE + "} 30.0",
            "releaserecord_hold_seconds{" + CORE + "} 90.0",
            "releaserecord_awaiting_approval_seconds{" + CORE + "} 7200.0");
  }

  @Test
  void aDeletedRecordLeavesNothing() {
    metrics.observed(record(true, Map.of("Verified", 1)));
    metrics.observed(
        new RecordMetrics(
            "gobee",
            "edge",
            false,
            Map.of(),
            List.of(new Stuck("a", "b")),
            Map.of(),
            "Refused",
            Clocks.NONE));
    metrics.forget("gobee", "edge");
    assertThat(lines()).noneMatch(line -> line.contains("\"edge\""));
    assertThat(lines()).contains("releaserecord_ready{" + CORE + "} 1.0");
    metrics.forget("gobee", "core");
    metrics.forget("gobee", "never-seen");
    assertThat(lines()).noneMatch(line -> line.contains("\"core\""));
  }

  @Test
  void aRecordThatComesBackStartsAnew() {
    metrics.driftCorrected("gobee", "core");
    metrics.forget("gobee", "core");
    metrics.driftCorrected("gobee", "core");
    assertThat(lines()).contains("releaserecord_drift_total{" + CORE + "} 1.0");
  }

  @Test
  void durationsAreHistogramsFromTheStart() {
    assertThat(lines())
        .contains(
            "# TYPE releaserecord_pin_duration_seconds histogram",
            "releaserecord_pin_duration_seconds_count 0");
    metrics.pinned(Duration.ofMillis(200));
    metrics.rolledOut(Duration.ofSeconds(20));
    assertThat(lines())
        .contains(
            "releaserecord_pin_duration_seconds_bucket{le=\"0.1\"} 0",
            "releaserecord_pin_duration_seconds_bucket{le=\"0.25\"} 1",
            "releaserecord_rollout_duration_seconds_bucket{le=\"30.0\"} 1",
            "releaserecord_rollout_duration_seconds_sum 20.0");
  }

  @Test
  void everyDeclaredMetricIsScrapedUnderItsNameWithItsTypeAndHelp() {
    metrics.observed(
        new RecordMetrics(
            "gobee",
            "core",
            false,
            Map.of(),
            List.of(new Stuck("a", "b")),
            Map.of("a", 1),
            "Refused",
            new Clocks(NOW, NOW, NOW)));
    for (MetricName metric : MetricName.values()) {
      String type = metric.type().name().toLowerCase(Locale.ROOT);
      assertThat(lines())
          .contains(
              "# TYPE " + metric.scraped() + " " + type,
              "# HELP " + metric.scraped() + " " + metric.help());
      List<String> labels = metric.labels().stream().sorted().toList();
      assertThat(lines())
          .as(metric.scraped())
          .anyMatch(line -> line.startsWith(metric.scraped()) && labels(line).containsAll(labels));
    }
  }

  @Test
  void electionsAreCountedFromTheStart() {
    assertThat(lines()).contains("releaserecord_leader_elections_total 0.0");
    metrics.elected();
    assertThat(lines()).contains("releaserecord_leader_elections_total 1.0");
  }

  @Test
  void theSdkReportsIntoTheSameScrape() {
    assertThat(metrics.sdkMetrics()).isNotNull();
    assertThat(lines()).anyMatch(line -> line.startsWith("jvm_threads_live_threads"));
  }

  private static List<String> labels(String line) {
    int open = line.indexOf('{');
    return open < 0
        ? List.of()
        : Arrays.stream(line.substring(open + 1, line.indexOf('}')).split(","))
            .map(label -> label.substring(0, label.indexOf('=')))
            .toList();
  }

  private static String failures(FailureReason reason, String value) {
    return "releaserecord_reconcile_failures_total{%s,reason=\"%s\"} %s"
        .formatted(CORE, reason, value);
  }

  private static RecordMetrics record(boolean ready, Map<String, Integer> phases) {
    return new RecordMetrics(
        "gobee", "core", ready, phases, List.of(), Map.of(), null, Clocks.NONE);
  }

  private List<String> lines() {
    return scrape.scrape(null).text().lines().toList();
  }
}
