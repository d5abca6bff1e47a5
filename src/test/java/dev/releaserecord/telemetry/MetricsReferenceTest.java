package dev.releaserecord.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/metrics.md} is written from {@link MetricName} and may not fall behind. */
class MetricsReferenceTest {

  private static final Path PAGE = Path.of("docs/reference/metrics.md");

  @Test
  void thePageSaysWhatIsScraped() throws IOException {
    String wanted = page();
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, wanted);
    }
    assertThat(PAGE)
        .as("stale: run `./mvnw test -Dtest=MetricsReferenceTest -Ddocs.write=true`")
        .hasContent(wanted);
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Metrics

        <!-- Generated from MetricName.java; MetricsReferenceTest fails when this page is stale. -->

        Scraped from `/metrics` on port 8080 as Prometheus text, or as OpenMetrics for a scraper that asks for it.
        A series that names a record appears when the record is first seen and goes with it; a process that does not lead has none.
        What they are watched by: [alerts](../runbooks/alerts/README.md).

        | name | type | labels | unit | meaning |
        |---|---|---|---|---|
        """);
    for (MetricName metric : MetricName.values()) {
      page.append(
          "| `%s` | %s | %s | %s | %s |%n"
              .formatted(
                  metric.scraped(),
                  metric.type().name().toLowerCase(Locale.ROOT),
                  metric.labels().stream()
                      .map(label -> "`" + label + "`")
                      .collect(Collectors.joining(", ")),
                  metric.unit().text(),
                  metric.help()));
    }
    page.append("\nReasons of `releaserecord_reconcile_failures_total`:\n\n");
    for (FailureReason reason : FailureReason.values()) {
      page.append("- `%s`: %s%n".formatted(reason, reason.meaning()));
    }
    page.append(
        """

        Beside them stand the metrics of the java-operator-sdk (`operator_sdk_*`) and of the JVM (`jvm_*`,
        `process_uptime_seconds`, `process_cpu_usage`, `system_cpu_*`).
        """);
    return page.toString();
  }
}
