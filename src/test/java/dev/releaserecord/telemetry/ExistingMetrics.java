package dev.releaserecord.telemetry;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.telemetry.RecordMetrics.Clocks;
import dev.releaserecord.telemetry.RecordMetrics.Stuck;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names and labels under which a process that has seen everything once is scraped. */
public final class ExistingMetrics {

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  private ExistingMetrics() {}

  /** Each series' name, with {@code _bucket} and the like, and the labels that it was seen with. */
  public static Map<String, Set<String>> withLabels() {
    try (MetricsScrape scrape = new MetricsScrape(Clock.systemUTC())) {
      ReleaseMetrics metrics = new ReleaseMetrics(scrape.registry());
      metrics.observed(
          new RecordMetrics(
              "gobee",
              "core",
              false,
              Map.of(),
              List.of(new Stuck("users", "CrashLoop")),
              Map.of("users", 1),
              "Refused",
              new Clocks(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH)));
      ReleaseRecord record = new ReleaseRecord();
      record.setMetadata(new ObjectMetaBuilder().withNamespace("gobee").withName("core").build());
      metrics
          .sdkMetrics()
          .finishedReconciliation(
              record,
              Map.of(
                  "josdk.resource.gvk",
                  new GroupVersionKind("releaserecord.dev", "v1", "ReleaseRecord")));
      Map<String, Set<String>> found = new TreeMap<>();
      scrape
          .scrape(null)
          .text()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> found.computeIfAbsent(name(line), _ -> new TreeSet<>()).addAll(labels(line)));
      return found;
    }
  }

  private static String name(String line) {
    return line.split("[{ ]", 2)[0];
  }

  private static List<String> labels(String line) {
    return LABEL.matcher(line).results().map(found -> found.group(1)).toList();
  }
}
