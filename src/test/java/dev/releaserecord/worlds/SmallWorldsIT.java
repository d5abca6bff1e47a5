package dev.releaserecord.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The small worlds as a whole. It needs no cluster, but more time than a unit test may take; how
 * many states there were, and how long it took, is printed.
 */
class SmallWorldsIT {

  /** More than any of them has: a world that comes to it has no end. */
  private static final int LIMIT = 3_000_000;

  private static final int AT_LEAST = 100_000;

  @Test
  void whateverHappensWhenWhatIsAskedForComesAndStays() {
    long begun = System.nanoTime();
    long states = 0;
    for (Beginning beginning : beginnings()) {
      Explorer.Result result = Explorer.explore(beginning.build(), LIMIT);
      say(result.name(), result.states(), begun);
      assertThat(result.violation()).as(result.name()).isNull();
      assertThat(result.whole()).as(result.name()).isTrue();
      states += result.states();
    }
    say("all small worlds", states, begun);
    assertThat(states).isGreaterThan(AT_LEAST);
  }

  private static List<Beginning> beginnings() {
    return List.of(
        Settings.deployment().faults(2, 1, 1, 0, 0),
        Settings.edited().faults(1, 1, 1, 1, 1),
        Settings.edited().lag(1, 1).faults(2, 1, 1, 1, 0),
        Settings.madeAnew().faults(1, 1, 1, 1, 0),
        Settings.redeclared().faults(1, 1, 1, 1, 0),
        Settings.placeholder().lag(1, 1).faults(1, 1, 1, 1, 0),
        Settings.two().lag(1, 1).faults(1, 1, 1, 0, 0),
        Settings.inOrder().lag(1, 1).faults(1, 1, 1, 1, 0),
        Settings.statefulSet().lag(1, 1).faults(1, 1, 1, 1, 0),
        Settings.daemonSet().lag(1, 1).faults(1, 1, 1, 1, 0),
        Settings.onDelete().lag(1, 1).faults(1, 1, 1, 1, 0),
        Settings.cronJob().lag(1, 1).faults(1, 1, 1, 1, 0),
        Settings.evicted().faults(1, 1, 1, 1, 0),
        Settings.stuck().lag(1, 1).faults(2, 1, 1, 1, 0),
        Settings.drained().faults(1, 1, 1, 1, 0),
        Settings.drained().lag(1, 1).faults(2, 1, 1, 1, 0),
        Settings.drained().lag(1, 1).delay(Duration.ofMinutes(2)).faults(2, 0, 1, 0, 1));
  }

  private static void say(String what, long states, long begun) {
    Duration since = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("%s: %,d states, %d s since the start%n", what, states, since.toSeconds());
  }
}
