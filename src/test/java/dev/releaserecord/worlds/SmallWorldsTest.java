package dev.releaserecord.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The small worlds with nothing or one thing going wrong; {@link SmallWorldsIT} has the whole. */
@Execution(ExecutionMode.CONCURRENT)
class SmallWorldsTest {

  private static final int LIMIT = 200_000;

  static Stream<Beginning> beginnings() {
    return Stream.<Supplier<Beginning>>of(
            Settings::deployment,
            Settings::edited,
            Settings::madeAnew,
            Settings::redeclared,
            Settings::placeholder,
            Settings::two,
            Settings::inOrder,
            Settings::statefulSet,
            Settings::daemonSet,
            Settings::onDelete,
            Settings::evicted,
            Settings::stuck,
            Settings::drained,
            Settings::cronJob)
        .map(Supplier::get);
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void whatIsAskedForComesAndStays(Beginning beginning) {
    holds(beginning.lag(1, 1).faults(0, 0, 0, 0, 0).build());
  }

  @Test
  void anEditACrashOrALostAnswerChangesNothing() {
    holds(Settings.edited().lag(1, 1).faults(1, 1, 1, 1, 0).build());
  }

  private static void holds(Setting setting) {
    Explorer.Result result = Explorer.explore(setting, LIMIT);
    assertThat(result.violation()).as(result.name()).isNull();
    assertThat(result.whole()).as(result.name()).isTrue();
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
    Explorer.Violation violation = Explorer.explore(setting, LIMIT).violation();
    assertThat(violation).as(flaw.name()).isNotNull();
    assertThat(String.valueOf(violation)).contains(what);
  }
}
