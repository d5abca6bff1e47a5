package dev.releaserecord.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.ReleaseRecordStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each run of a check is counted when its answer is told, and not again. */
class CheckMeterTest {

  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");

  private static CheckStatus row(CheckOutcome outcome, @Nullable Instant at) {
    return new CheckStatus("smoke", null, outcome, null, AT, at, null, "proof");
  }

  private static ReleaseRecordStatus status(CheckStatus... checks) {
    return new ReleaseRecordStatus(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(checks),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of());
  }

  private static List<CheckOutcome> ended(ReleaseRecordStatus before, ReleaseRecordStatus next) {
    return CheckMeter.ended(before, next);
  }

  @Test
  void anAnswerIsCountedOnce() {
    ReleaseRecordStatus begun = status(row(CheckOutcome.Pending, null));
    ReleaseRecordStatus passed = status(row(CheckOutcome.Passed, AT));
    assertThat(ended(status(), begun)).isEmpty();
    assertThat(ended(begun, passed)).containsExactly(CheckOutcome.Passed);
    assertThat(ended(passed, passed)).isEmpty();
  }

  @Test
  void theSameAnswerALittleLaterIsAnotherRun() {
    assertThat(
            ended(
                status(row(CheckOutcome.Errored, AT)),
                status(row(CheckOutcome.Errored, AT.plusSeconds(60)))))
        .containsExactly(CheckOutcome.Errored);
  }

  @Test
  void eachMomentCounts() {
    CheckStatus before =
        new CheckStatus(
            "smoke", CheckMoment.BeforeRestart, CheckOutcome.Failed, null, AT, AT, null, "proof");
    assertThat(ended(status(), status(before, row(CheckOutcome.Passed, AT))))
        .containsExactlyInAnyOrder(CheckOutcome.Failed, CheckOutcome.Passed);
  }
}
