package dev.releaserecord.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadEventSourceTest {

  private static final Duration LONGEST = Duration.ofMillis(100);

  @ParameterizedTest
  @CsvSource({"0, 20", "1, 20", "3, 27", "8, 72", "12, 100", "5000, 100"})
  void whatCostsLittleIsDoneMoreOften(long thought, long pause) {
    assertThat(WorkloadEventSource.pause(Duration.ofMillis(thought), LONGEST)).hasMillis(pause);
  }
}
