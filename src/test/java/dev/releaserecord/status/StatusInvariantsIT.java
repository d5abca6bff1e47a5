package dev.releaserecord.status;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It needs no cluster, but more time than a unit test may take. */
@Execution(ExecutionMode.CONCURRENT)
class StatusInvariantsIT {

  private static final int STEPS = 1_500;

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 4, 5})
  void everyStatusIsSound(long seed) {
    StatusInvariantsTest.holds(seed, STEPS);
  }
}
