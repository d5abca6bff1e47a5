package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.ApprovedFirst.MARGIN;
import static dev.releaserecord.fault.recorder.Stories.A;
import static dev.releaserecord.fault.recorder.Stories.TAG;
import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Operators that wait for an approval, and one that does not. */
class ApprovedFirstTest {

  private static Story waiting() {
    return new Story().deployment("users", TAG, true).recordRequiringApproval().pins(1, "users");
  }

  @Test
  void whatWasApproved() {
    assertSilent(waiting().approval().deployment("users", A, false));
  }

  @Test
  void whatWasNot() {
    assertCaught(waiting().deployment("users", A, false), ApprovedFirst.NAME);
  }

  @Test
  void whatWasApprovedBeforeItWasDeclared() {
    assertCaught(
        new Story()
            .deployment("users", TAG, true)
            .approval()
            .recordRequiringApproval()
            .pins(1, "users")
            .deployment("users", A, false),
        ApprovedFirst.NAME);
  }

  @Test
  void theUserMay() {
    assertSilent(waiting().deployment("users", A, false).byUser());
  }

  /** Decided upon in time, and on its way when the end came. */
  @Test
  void whatWasApprovedUntilAMomentAgo() {
    assertSilent(until(MARGIN.negated()));
  }

  @Test
  void whatWasApprovedUntilSomeTimeAgo() {
    assertCaught(until(MARGIN.negated().minusMillis(1)), ApprovedFirst.NAME);
  }

  /** The pin comes with the next event. */
  private static Story until(Duration end) {
    return waiting().approvalUntil(end).deployment("users", A, false);
  }

  @Test
  void whatIsPinnedStaysWhenItsApprovalEnds() {
    assertSilent(until(Duration.ZERO).deployment("users", A, true).deployment("users", A, true));
  }

  @Test
  void anotherStandsForOneThatHasEnded() {
    assertSilent(
        waiting().approvalUntil(MARGIN.multipliedBy(-2)).approval().deployment("users", A, false));
  }

  @Test
  void whatWasTakenBack() {
    assertCaught(waiting().approval().deleted().deployment("users", A, false), ApprovedFirst.NAME);
  }
}
