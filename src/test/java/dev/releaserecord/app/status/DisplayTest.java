package dev.releaserecord.app.status;

import static dev.releaserecord.app.status.Standings.BEGUN;
import static dev.releaserecord.app.status.Standings.DONE;
import static dev.releaserecord.app.status.Standings.STUCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.command.Structured;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What is written as a record changes. */
class DisplayTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-30T22:10:00.5Z"), ZoneOffset.UTC);

  private final StringWriter written = new StringWriter();
  private final StringWriter aside = new StringWriter();
  private final PrintWriter out = new PrintWriter(written);
  private final PrintWriter err = new PrintWriter(aside);

  @Test
  void aPipeGetsALineForEachChange() {
    Display display = new LinesDisplay(out, err, CLOCK);
    display.show(Standings.of(BEGUN));
    display.show(Standings.of(BEGUN));
    display.trouble("it is away");
    display.show(Standings.of(STUCK));
    assertThat(written.toString())
        .isEqualTo(
            """
            2026-11-30T22:10:00Z core: RollingOut, 1/2 verified; users: rolling out
            2026-11-30T22:10:00Z users: RollingOut, 0/2 ready: pods are being replaced
            2026-11-30T22:10:00Z mail: Verified, 1/1 ready: all pods are ready
            2026-11-30T22:10:00Z users: Stuck (ImageNotFound), 0/2 ready: push it
            2026-11-30T22:10:00Z core: Stuck, 1/2 verified; users: image not found
            """);
    assertThat(aside.toString()).isEqualTo("2026-11-30T22:10:00Z it is away\n");
  }

  @Test
  void aTerminalIsDrawnOver() {
    Display display = new LiveDisplay(out, Look.PLAIN, () -> new Terminal.Size(24, 80));
    display.show(Standings.of(BEGUN));
    String first = written.toString();
    assertThat(first).startsWith("\u001b[Jcore: RollingOut").endsWith("21:00:00Z\n");
    display.show(Standings.of(DONE));
    display.trouble("it is away");
    String next = written.toString().substring(first.length());
    assertThat(next)
        .startsWith("\u001b[5A\r\u001b[Jcore: Verified, 2/2 verified\n")
        .endsWith("it is away\n");
    assertThat(next.lines().filter(it -> it.startsWith("users    1.4.0    Verified"))).hasSize(2);
  }

  @Test
  void programsGetADocumentForEachChange() {
    Display display = new DataDisplay(out, err, Structured::jsonLine);
    display.show(Standings.of(BEGUN));
    display.show(Standings.of(BEGUN));
    display.show(Standings.of(DONE));
    assertThat(written.toString().lines())
        .hasSize(2)
        .allMatch(it -> it.startsWith("{\"record\":\"core\",\"namespace\":\"gobee\",\"ready\":"))
        .anyMatch(it -> it.contains("\"ready\":true,\"reason\":\"Verified\""));
  }
}
