package dev.releaserecord.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSequenceTest {

  private final List<String> stopped = new ArrayList<>();
  private final StopSequence parts = new StopSequence();

  @Test
  void theNewestIsStoppedFirstAndOnlyOnce() {
    parts.add("http", () -> stopped.add("http"));
    parts.add("client", () -> stopped.add("client"));
    parts.add("lease", () -> stopped.add("lease"));
    parts.close();
    parts.close();
    assertThat(stopped).containsExactly("lease", "client", "http");
  }

  @Test
  void onePartThatFailsDoesNotKeepTheRest() {
    parts.add("http", () -> stopped.add("http"));
    parts.add(
        "operator",
        () -> {
          throw new IllegalStateException("expected by this test");
        });
    parts.close();
    assertThat(stopped).containsExactly("http");
  }

  @Test
  void whatStartsWhileAllStopsIsStoppedAtOnce() {
    parts.close();
    parts.add("late", () -> stopped.add("late"));
    assertThat(stopped).containsExactly("late");
  }
}
