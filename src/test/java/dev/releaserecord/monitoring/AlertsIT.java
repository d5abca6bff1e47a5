package dev.releaserecord.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own judgement: the rules are rules, they fire, and not on a normal release. */
class AlertsIT {

  private static final Path TESTS = Path.of("src/test/resources/monitoring/alerts-test.yaml");
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  private record Ran(int code, String output) {}

  @BeforeEach
  void layOut() throws IOException {
    Files.writeString(folder.resolve("alerts.yaml"), Alerts.ruleFile());
    Files.copy(TESTS, folder.resolve(TESTS.getFileName()));
  }

  @Test
  void theRulesAreSound() throws Exception {
    Ran ran = promtool("check", "rules", "--lint-fatal", "alerts.yaml");
    assertThat(ran.code()).as(ran.output()).isZero();
    assertThat(ran.output()).contains(Alerts.shipped().size() + " rules found");
  }

  @Test
  void theyFireAndNotOnANormalRelease() throws Exception {
    Ran ran = promtool("test", "rules", TESTS.getFileName().toString());
    assertThat(ran.code()).as(ran.output()).isZero();
    assertThat(ran.output()).contains("SUCCESS");
  }

  @Test
  void everyAlertIsSeenFiring() throws IOException {
    String tests = Files.readString(TESTS);
    for (Alerts.Alert alert : Alerts.shipped()) {
      assertThat(tests)
          .contains("alertname=\"" + alert.name() + "\",severity=\"" + alert.severity() + "\"");
    }
  }

  private Ran promtool(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = "promtool";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output").toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "promtool is missing: install Debian's package prometheus (apt-get install prometheus)",
          e);
    }
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ran(
        process.exitValue(), Files.readString(folder.resolve("output"), StandardCharsets.UTF_8));
  }
}
