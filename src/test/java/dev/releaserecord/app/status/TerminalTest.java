package dev.releaserecord.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.command.Environment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where colours, boxes and drawing over are wanted. */
class TerminalTest {

  private static Terminal of(boolean terminal, Map<String, String> environment) {
    return Terminal.of(terminal, new Environment(environment), StandardCharsets.UTF_8);
  }

  @Test
  void coloursAreForTerminalsAlone() {
    assertThat(of(true, Map.of())).isEqualTo(new Terminal(true, true, true));
    assertThat(of(false, Map.of())).isEqualTo(new Terminal(false, false, true));
    assertThat(of(true, Map.of("NO_COLOR", "1"))).isEqualTo(new Terminal(true, false, true));
    assertThat(of(true, Map.of("NO_COLOR", "")))
        .as("empty is not set")
        .isEqualTo(of(true, Map.of()));
    assertThat(of(true, Map.of("TERM", "dumb"))).isEqualTo(new Terminal(false, false, true));
  }

  @Test
  void boxesNeedTheirCharacters() {
    assertThat(Terminal.of(true, new Environment(Map.of()), StandardCharsets.US_ASCII).boxes())
        .isFalse();
  }

  @Test
  void theSizeIsReadAsSttyPrintsIt() {
    assertThat(Terminal.Size.parse("50 132\n")).contains(new Terminal.Size(50, 132));
    for (String text : new String[] {"", "0 0\n", "50", "stty: not a tty", "50 132 1"}) {
      assertThat(Terminal.Size.parse(text)).as(text).isEmpty();
    }
  }
}
