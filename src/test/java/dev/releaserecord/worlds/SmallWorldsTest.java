package dev.releaserecord.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
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
            Settings::inOrder,
            Settings::statefulSet,
            Settings::daemonSet,
            Settings::onDelete,
            Settings::evicted,
            Settings::stuck,
            Settings::drained,
            Settings::cronJob,
            Settings::goingBack,
            Settings::goingBackInVain)
        .map(Supplier::get);
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void whatIsAskedForComesAndStays(Beginning beginning) {
    holds(beginning.lag(1, 1).faults(0, 0, 0, 0, 0).build());
  }

  @Test
  void anEditACrashOrALostAnswerChangesNothing() {
    holds(Settings.edited().lag(0, 0).faults(1, 1, 1, 1, 0).build());
  }

  private static void holds(Setting setting) {
    Explorer.Result result = Explorer.explore(setting, LIMIT);
    assertThat(result.violation()).as(result.name()).isNull();
    assertThat(result.whole()).as(result.name()).isTrue();
  }
}
