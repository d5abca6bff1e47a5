package dev.releaserecord.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is healthy or merely slow is never called wrong, at no moment of it. */
class HealthyHistoriesTest {

  /** What happened, moment by moment. */
  record History(String name, List<Case> moments) {
    static History of(String name, Case... moments) {
      return new History(name, List.of(moments));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<History> histories() {
    return Stream.of(
            PodHistories.starting(),
            PodHistories.setUp(),
            PodHistories.crashing(),
            RolloutHistories.deployments(),
            RolloutHistories.ordered(),
            RolloutHistories.cronJobs(),
            RolloutHistories.nodes())
        .flatMap(histories -> histories);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("histories")
  void nothingIsCalledWrong(History history) {
    for (int moment = 0; moment < history.moments().size(); moment++) {
      assertThat(history.moments().get(moment).diagnosis().faults())
          .as("moment %d", moment + 1)
          .isEmpty();
    }
  }

  @Test
  void thereAreAtLeastThirtyAndAllDiffer() {
    assertThat(histories().map(History::name))
        .hasSizeGreaterThanOrEqualTo(30)
        .doesNotHaveDuplicates();
  }
}
