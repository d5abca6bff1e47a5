package dev.releaserecord.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The small worlds as a whole. It needs no cluster, but more time than a unit test may take; how
 * many states there were, and how long it took, is printed.
 */
@Isolated("takes both cores")
class SmallWorldsIT {

  /** More than any of them has: a world that comes to it has no end. */
  private static final int LIMIT = 3_000_000;

  private static final int FLAWED_LIMIT = 200_000;

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
        Settings.fought().faults(8, 1, 1, 6, 0),
        Settings.goingBack().faults(1, 1, 1, 1, 0),
        Settings.goingBackInVain().faults(1, 1, 0, 0, 0),
        Settings.stuck().lag(1, 1).faults(2, 1, 1, 1, 0),
        Settings.drained().faults(1, 1, 1, 1, 0),
        Settings.drained().lag(1, 1).faults(2, 1, 1, 1, 0),
        Settings.drained().lag(1, 1).delay(Duration.ofMinutes(2)).faults(2, 0, 1, 0, 1));
  }

  private static void say(String what, long states, long begun) {
    Duration since = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("%s: %,d states, %d s since the start%n", what, states, since.toSeconds());
  }

  /** The one never counts at all, the others may begin anew with every start. */
  @ParameterizedTest
  @EnumSource(names = {"CountsFlipsInMemory", "ActsBeforeItIsWritten", "ListsWhatIsOld"})
  void aFightWithoutEndIsFound(Flaw flaw) {
    Setting setting = Settings.fought().faults(5, 1, 0, 4, 0).build().with(flaw);
    Explorer.Violation violation = Explorer.explore(setting, FLAWED_LIMIT).violation();
    assertThat(violation).as(flaw.name()).isNotNull();
    assertThat(String.valueOf(violation)).contains("does not have the time before");
  }

  static Stream<Arguments> flaws() {
    return Stream.of(
        Arguments.of(Flaw.PinsOverAnyImage, Settings.edited(), "which it had not seen"),
        Arguments.of(Flaw.PinsAnyObject, Settings.madeAnew(), "another object than it had"),
        Arguments.of(Flaw.BelievesStaleCounts, Settings.edited(), "has not seen its newest spec"),
        Arguments.of(Flaw.ClaimsNewestGeneration, Settings.redeclared(), "Ready is said of"),
        Arguments.of(Flaw.BelievesOwnWriteForEver, Settings.edited(), "nothing goes on"),
        Arguments.of(Flaw.ForgetsToLookAgain, Settings.edited(), "nothing goes on"),
        Arguments.of(Flaw.DropsUnwrittenStatus, Settings.edited(), "nothing goes on"),
        Arguments.of(Flaw.DrainsWithoutLabel, Settings.drained(), "to have 2 replicas, and has 0"),
        Arguments.of(Flaw.DrainsAnyState, Settings.drained(), "and has 0 and the label 2"),
        Arguments.of(Flaw.DrainsWithoutFinalizer, Settings.drained(), "the record from going"),
        Arguments.of(Flaw.RestoresOverAnyScale, Settings.drained(), "1 replicas, and has 2"),
        Arguments.of(Flaw.ReleasesTooEarly, Settings.drained(), "the record from going"),
        Arguments.of(Flaw.DeletesAnyPod, Settings.stuck(), "does not have the attempt"),
        Arguments.of(Flaw.ActsBeforeItIsWritten, Settings.drained(), "not have the attempt"),
        Arguments.of(Flaw.CountsInMemory, Settings.drained(), "no fair run"));
  }

  /** The same worlds, and the faults that these tests are there for. */
  @ParameterizedTest
  @MethodSource("flaws")
  void aFlawIsFound(Flaw flaw, Beginning beginning, String what) {
    Setting setting = beginning.lag(1, 1).faults(1, 1, 1, 1, 0).build().with(flaw);
    Explorer.Violation violation = Explorer.explore(setting, FLAWED_LIMIT).violation();
    assertThat(violation).as(flaw.name()).isNotNull();
    assertThat(String.valueOf(violation)).contains(what);
  }
}
