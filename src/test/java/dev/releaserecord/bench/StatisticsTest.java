package dev.releaserecord.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  private static final List<Double> ONE_TO_HUNDRED =
      IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList().reversed();

  @Test
  void percentilesAreValuesThatWereMeasured() {
    assertThat(Statistics.percentile(ONE_TO_HUNDRED, 0.5)).isEqualTo(50);
    assertThat(Statistics.percentile(ONE_TO_HUNDRED, 0.99)).isEqualTo(99);
    assertThat(Statistics.percentile(ONE_TO_HUNDRED, 1)).isEqualTo(100);
    assertThat(Statistics.percentile(List.of(7.0), 0.01)).isEqualTo(7);
  }

  @Test
  void nothingHasNoPercentile() {
    assertThatIllegalArgumentException().isThrownBy(() -> Statistics.percentile(List.of(), 0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> Statistics.percentile(List.of(1.0), 0));
  }

  @Test
  void theSpreadHasTheMedianOfOddAndEvenNumbers() {
    assertThat(Statistics.spread(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    assertThat(Statistics.spread(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
  }

  @Test
  void ratiosArePairByPair() {
    assertThat(Statistics.ratios(List.of(2.0, 9.0), List.of(1.0, 3.0))).containsExactly(2.0, 3.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistics.ratios(List.of(2.0), List.of()));
  }

  @Test
  void theSlopeIsThatOfTheBestLine() {
    assertThat(Statistics.slope(List.of(0.0, 1000.0, 5000.0), List.of(7.0, 507.0, 2507.0)))
        .isCloseTo(0.5, within(1e-9));
  }

  @Test
  void theSidesTakeTurns() {
    assertThat(Statistics.turns(List.of("a", "b"), 3))
        .containsExactly(List.of("a", "b"), List.of("b", "a"), List.of("a", "b"));
  }
}
