package dev.releaserecord.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.GeneratedFiles;
import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.api.RecordedSet.RecordedService;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.Documented;
import dev.releaserecord.app.record.Past;
import dev.releaserecord.app.record.Standing;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages of two releases, and what no page may lack. */
class ReleasePageTest {

  private static final Path FOLDER = Path.of("src/test/resources/report");
  private static final Instant AT = Instant.parse("2026-11-30T22:10:00.123Z");
  private static final Past NOTHING = new Past("core", List.of());

  private static final Past PAST =
      new Past(
          "core",
          List.of(
              entry(3, "3", "2026-11-30T21:30:00Z", "1.4.1"),
              entry(2, "2", "2026-11-30T21:02:00Z", "1.4.0"),
              entry(1, "1", "2026-11-30T20:40:00Z", "1.3.9")));

  private static Past.Entry entry(long revision, String digit, String at, String version) {
    RecordedService service =
        new RecordedService(
            "bootstrap", version, "r.io/bootstrap", "sha256:0", List.of(), List.of());
    return new Past.Entry(
        revision,
        new RecordedSet(
            "sha256:" + digit.repeat(64),
            Instant.parse(at),
            "alice@example.com",
            "0.1.0",
            null,
            List.of(service),
            List.of()));
  }

  private static Standing read(String yaml) {
    return Standing.of(
        new KubernetesSerialization().unmarshal("---\n" + yaml, ReleaseRecord.class));
  }

  private static Standing file(String name) throws IOException {
    return read(Files.readString(FOLDER.resolve(name)));
  }

  @Test
  void theyAreAsTheyAreCheckedIn() throws IOException {
    new GeneratedFiles(FOLDER, "reports.write")
        .hold(
            Map.of(
                "gobee.md", ReleasePage.of(file("gobee.yaml"), PAST, AT),
                "two-built.md", ReleasePage.of(file("two-built.yaml"), NOTHING, AT),
                "done.md", ReleasePage.of(file("done.yaml"), NOTHING, AT)));
  }

  @Test
  void thePageOfTheCommandsShowsWhatIsPrinted() throws IOException {
    Documented.holds("report core", ReleasePage.of(file("two-built.yaml"), NOTHING, AT));
  }

  /** A page in which a reader of Markdown finds all that somebody looks for. */
  @Test
  void aReaderFindsWhatIsWrongAndWhatToDo() throws IOException {
    Rendered page = Rendered.of(ReleasePage.of(file("gobee.yaml"), PAST, AT));
    assertThat(page.headings())
        .containsExactly(
            "Release core in namespace gobee: Stuck",
            "Next step",
            "What is wrong, and why",
            "users 1.5.0-rc.1: Stuck (CrashLoop)",
            "The release as a whole",
            "What is under way",
            "What was verified",
            "Digests",
            "Not done yet",
            "Warnings",
            "What happened when",
            "Verified so far");
    assertThat(page.fences())
        .containsExactly(
            """
            starting users 1.5.0-rc.1
            connecting to postgres://users:[redacted]@users-db:5432/users
            panic: column `tenant|id` does not exist
            """,
            "release-operator rollback core --namespace gobee --to 222222222222\n");
    assertThat(page.rows())
        .contains(
            List.of("Written", "2026-11-30T22:10:00Z"),
            List.of("Approved by", "alice@example.com"),
            List.of("version", "bootstrap", "Passed", "2026-11-30T22:06:09Z", "0.12s", ""));
    assertThat(page.active()).isEmpty();
  }

  @Test
  void whatNobodyHasLookedAtSaysSo() {
    String page =
        ReleasePage.of(
            read(
                "{apiVersion: releaserecord.dev/v1, kind: ReleaseRecord,"
                    + " metadata: {name: core, namespace: gobee, generation: 1},"
                    + " spec: {hold: {reason: first | look}, services: [{name: users}]}}"),
            NOTHING,
            AT);
    assertThat(page)
        .startsWith("# Release core in namespace gobee: not looked at yet\n")
        .contains("\nthe operator has not looked at the newest spec yet; is it running?\n");
    assertThat(Rendered.of(page).rows()).contains(List.of("On hold", "first | look"));
  }

  @Test
  void aDiaryThatIsTooLongKeepsItsEnd() {
    StringBuilder services = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      services.append(
          "{name: s%d, phase: Verified, since: \"2026-11-30T20:%02d:%02dZ\"},"
              .formatted(i, i / 60, i % 60));
    }
    String page =
        ReleasePage.of(
            read(
                "{apiVersion: releaserecord.dev/v1, kind: ReleaseRecord, metadata: {name: core,"
                    + " namespace: gobee, generation: 1}, spec: {services: []}, status: {services:"
                    + " ["
                    + services
                    + "]}}"),
            NOTHING,
            AT);
    assertThat(page)
        .contains("The newest 100; 50 earlier ones are left out.")
        .contains("| s149: Verified |")
        .doesNotContain("| s49: Verified |");
  }
}
