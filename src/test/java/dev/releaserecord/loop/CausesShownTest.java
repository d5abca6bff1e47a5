package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.diagnosis.Cause;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That what the suites bring about is all that there is to be told. */
class CausesShownTest {

  @Test
  void everyCauseOfPodsAndWorkloadsIsShownByACluster() {
    List<Cause> ofWorkloads =
        Arrays.stream(Cause.values())
            .filter(cause -> cause.compareTo(Cause.WorkloadNotFound) < 0)
            .toList();

    assertThat(troubles().map(Trouble::cause).distinct())
        .containsExactlyInAnyOrderElementsOf(ofWorkloads);
  }

  @Test
  void aRealNodeShowsAllButAnImageStoreThatIsWrong() {
    assertThat(PlayedTroubles.all())
        .filteredOn(
            played -> RealTroubles.all().stream().noneMatch(real -> real.cause() == played.cause()))
        .extracting(Trouble::cause)
        .containsExactly(Cause.DigestMismatch);
  }

  private static Stream<Trouble> troubles() {
    return Stream.concat(RealTroubles.all().stream(), PlayedTroubles.all().stream());
  }
}
