package dev.releaserecord.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.monitoring.Alerts.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken finds a page, and knows from one sentence whether to get up. */
class AlertPagesTest {

  private static final Path PAGES = Path.of("docs/runbooks/alerts");

  /** A promise: people route and silence by these names. */
  private static final List<String> PROMISED =
      List.of(
          "ReleaseRecordReconcileFailing",
          "ReleaseRecordNotReady",
          "ReleaseRecordStuck",
          "ReleaseRecordStalled",
          "ReleaseRecordDriftCorrected",
          "ReleaseRecordAwaitingApproval",
          "ReleaseRecordHeldLong",
          "ReleaseRecordSecretKeysMissing",
          "ReleaseRecordRotationPending",
          "ReleaseOperatorDown",
          "ReleaseOperatorNotProgressing",
          "ReleaseOperatorLeaderFlapping");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| \\[(\\w+)]\\((\\w+)\\.md\\) \\| ([^|]+) \\|");

  private static final int LONGEST_SENTENCE = 110;

  @Test
  void everyPromisedAlertIsThereAndNoOther() {
    assertThat(names()).containsExactlyInAnyOrderElementsOf(PROMISED);
    assertThat(Alerts.shipped().getFirst().name())
        .as("failures come first")
        .isEqualTo(PROMISED.getFirst());
  }

  @Test
  void everyAlertHasItsPageAndEveryPageItsAlert() throws IOException {
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(PAGES)) {
      files
          .map(file -> file.getFileName().toString().replaceFirst("\\.md$", ""))
          .filter(name -> !name.equals("README"))
          .forEach(pages::add);
    }
    assertThat(pages).isEqualTo(names());
    for (String name : pages) {
      List<String> lines = Files.readAllLines(PAGES.resolve(name + ".md"));
      assertThat(lines.getFirst()).isEqualTo("# " + name);
      assertThat(lines.stream().filter(line -> line.startsWith("## ")))
          .as(name)
          .containsExactly("## What it means", "## What to look at", "## What to do");
      assertThat(lines).as(name).anyMatch(line -> line.startsWith("kubectl "));
    }
  }

  @Test
  void theIndexNamesEachWithItsSeverity() throws IOException {
    var rows = ROW.matcher(Files.readString(PAGES.resolve("README.md"))).results().toList();
    assertThat(rows).extracting(row -> row.group(1)).containsExactlyElementsOf(PROMISED);
    rows.forEach(
        row -> {
          assertThat(row.group(1)).isEqualTo(row.group(2));
          for (Alert alert : Alerts.shipped()) {
            if (alert.name().equals(row.group(1))) {
              assertThat(row.group(3)).as(alert.name()).contains(alert.severity());
            }
          }
        });
  }

  @Test
  void eachHasASeverityASentenceAndThePage() {
    for (Alert alert : Alerts.shipped()) {
      assertThat(alert.severity()).as(alert.name()).isIn("critical", "warning", "info");
      assertThat(alert.annotations().path("summary").asText())
          .as(alert.name())
          .endsWith(".")
          .hasSizeBetween(30, LONGEST_SENTENCE);
      assertThat(alert.annotations().path("description").asText()).as(alert.name()).endsWith(".");
      Path page = Path.of(alert.annotations().path("runbook").asText());
      assertThat(page).isEqualTo(PAGES.resolve(alert.name() + ".md")).exists();
    }
  }

  private static Set<String> names() {
    return Alerts.shipped().stream()
        .map(Alert::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
