package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.A;
import static dev.releaserecord.fault.recorder.Stories.TAG;
import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;

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
}
