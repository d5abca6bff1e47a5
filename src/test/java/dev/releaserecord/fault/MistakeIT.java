package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.fault.proxy.Traffic.Place;
import dev.releaserecord.fault.recorder.Violation;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the recorder is for: an operator that makes a mistake is found by the check meant for it.
 */
@Isolated("its mistakes have to be made in time")
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MistakeIT {

  /** More than a scenario has writes. */
  private static final int ALWAYS = 1_000;

  private final Bed bed;

  MistakeIT(Cluster cluster) {
    this.bed = new Bed(cluster, MistakeIT.class).quietly();
  }

  @AfterAll
  void end() {
    bed.close();
  }

  @ParameterizedTest
  @EnumSource
  void aMistakeIsFound(Mistake mistake) {
    try (Stage stage = Stage.open(bed)) {
      mistake.scenario.prepare(stage);
      Place first = new Place(mistake.signature, 1);
      stage.traffic().arm(first, ALWAYS, it -> mistake.make(it, stage));
      stage.startOperator();
      mistake.scenario.act(stage);
      await(mistake + " is found")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(250))
          .untilAsserted(
              () ->
                  assertThat(stage.violations())
                      .as("%s, among %s", mistake.signature, stage.traffic().places())
                      .extracting(Violation::invariant)
                      .contains(mistake.invariant));
    }
  }
}
