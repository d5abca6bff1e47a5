package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.A;
import static dev.releaserecord.fault.recorder.Stories.TAG;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.pinned;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * All the checks together: silent about a release that is made right, and clear about one that is
 * not.
 */
class InvariantsTest {

  @Test
  void aReleaseThatIsMadeRightIsNoAlarm() {
    assertSilent(
        pinned()
            .deployment("users", A, true)
            .shownTo(1)
            .saysReady(1, 1)
            .record(1, "sha256:a", true)
            .sends(1, "POST", "events", "", "", "{}")
            .sends(1, "PUT", "leases", "release-operator", "", "{}"));
  }

  @Test
  void aViolationTellsTheWholeHistory() {
    Story story = pinned().deployment("users", "r.io/users:other", false);
    assertThat(story.account().violations().getFirst().toString())
        .contains("images are declared", "101 deployments/users", TAG, A, "r.io/users:other");
  }
}
