package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.rotated;

import org.junit.jupiter.api.Test;

/** Operators that restart once, and more often. */
class RestartsCountedTest {

  @Test
  void onceForEachContent() {
    assertSilent(
        rotated()
            .restarted("users", "v2", false)
            .restarted("users", "v2", true)
            .secret("three")
            .restarted("users", "v3", false));
  }

  @Test
  void forWhatHasNotChanged() {
    assertCaught(
        new Story()
            .secret("one")
            .restarted("users", "", true)
            .secret("one")
            .restarted("users", "v1", false),
        RestartsCounted.NAME);
  }

  @Test
  void twiceForOneContent() {
    assertCaught(
        rotated().restarted("users", "v2", false).restarted("users", "other", false),
        RestartsCounted.NAME);
  }

  @Test
  void againForWhatItHadBeenRestartedFor() {
    assertCaught(
        rotated()
            .restarted("users", "v2", false)
            .secret("three")
            .restarted("users", "v3", false)
            .restarted("users", "v2", false),
        RestartsCounted.NAME);
  }

  @Test
  void whatForIsTakenAway() {
    assertCaught(
        rotated().restarted("users", "v2", false).restarted("users", "", false),
        RestartsCounted.NAME);
  }

  @Test
  void theUserMayTakeItAway() {
    assertSilent(rotated().restarted("users", "v2", false).restarted("users", "", false).byUser());
  }
}
