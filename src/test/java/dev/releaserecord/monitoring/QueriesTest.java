package dev.releaserecord.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.telemetry.ExistingMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules and dashboard ask for series that exist, by labels that these have. */
class QueriesTest {

  private static final Map<String, Set<String>> EXISTING = ExistingMetrics.withLabels();

  /** What Prometheus adds to every series. */
  private static final Set<String> OF_THE_TARGET = Set.of("job", "instance", "pod", "namespace");

  private static final Pattern VARIABLE =
      Pattern.compile("label_values\\((?<series>.+), (?<label>\\w+)\\)");

  @Test
  void everyRuleAsksForWhatExists() {
    assertThat(Alerts.shipped()).hasSizeGreaterThan(11);
    Alerts.shipped().forEach(alert -> exists(alert.name(), alert.expr()));
  }

  @Test
  void everyPanelAsksForWhatExists() throws IOException {
    JsonNode dashboard = dashboard();
    Set<Integer> ids = new HashSet<>();
    List<String> rows = new ArrayList<>();
    int queries = 0;
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("an id of its own: %s", panel).isTrue();
      if (panel.path("type").asText().equals("row")) {
        rows.add(panel.path("title").asText());
      }
      for (JsonNode target : panel.path("targets")) {
        exists(panel.path("title").asText(), target.path("expr").asText());
        queries++;
      }
    }
    assertThat(queries).isGreaterThan(20);
    assertThat(rows).contains("Fleet", "One record: $record", "Latency", "Clearing", "Rotations");
  }

  @Test
  void itsVariablesAreLabelsThatExist() throws IOException {
    for (JsonNode variable : dashboard().path("templating").path("list")) {
      if (variable.path("type").asText().equals("query")) {
        Matcher query = VARIABLE.matcher(variable.path("definition").asText());
        assertThat(query.matches()).as("%s", variable).isTrue();
        exists(variable.path("name").asText(), query.group("series"));
        String series = new Query(query.group("series")).series().keySet().iterator().next();
        assertThat(EXISTING.get(series)).contains(query.group("label"));
      }
    }
  }

  @Test
  void everyMetricOfOursIsOnTheDashboard() throws IOException {
    Set<String> shown = new HashSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        new Query(target.path("expr").asText())
            .series()
            .keySet()
            .forEach(name -> shown.add(stem(name)));
      }
    }
    assertThat(shown)
        .containsAll(
            EXISTING.keySet().stream()
                .filter(name -> name.startsWith("releaserecord_"))
                .map(QueriesTest::stem)
                .toList());
  }

  @Test
  void aQueryIsReadAsPrometheusReadsIt() {
    assertThat(
            new Query(
                    """
                    sum by (namespace, name) (increase(a_total{x=~"b{2}|c", y!="d"}[10m])) > 4 * 3600
                    unless on (namespace) max without (z) (e offset 5m) or absent(f:g{h="i j"}) and vector(1e3)
                    """)
                .series())
        .isEqualTo(Map.of("a_total", Set.of("x", "y"), "e", Set.of(), "f:g", Set.of("h")));
    assertThatThrownBy(() -> new Query("a{b=\"c\"").series())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(Alerts.FOLDER.resolve("dashboard.json").toFile());
  }

  private static void exists(String where, String query) {
    Map<String, Set<String>> series = new Query(query).series();
    assertThat(series).as("%s: %s", where, query).isNotEmpty();
    series.forEach(
        (name, labels) -> {
          assertThat(EXISTING).as("%s asks for %s", where, name).containsKey(name);
          Set<String> known = new HashSet<>(EXISTING.getOrDefault(name, Set.of()));
          known.addAll(OF_THE_TARGET);
          assertThat(known).as("%s: labels of %s", where, name).containsAll(labels);
        });
  }

  /** What the parts of a histogram have in common. */
  private static String stem(String name) {
    return name.replaceFirst("_(bucket|count|sum|max)$", "");
  }
}
