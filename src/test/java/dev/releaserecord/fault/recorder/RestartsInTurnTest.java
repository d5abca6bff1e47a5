package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.rotated;

import org.junit.jupiter.api.Test;

/** Operators that wait for the first restart, and such that do not. */
class RestartsInTurnTest {

  private static Story begun() {
    return rotated().restarted("users", "v2", false).podOf("users", "u2", false);
  }

  @Test
  void theSecondComesWhenTheFirstRunsWithIt() {
    assertSilent(
        begun()
            .podOf("users", "u1", true)
            .restarted("users", "v2", true)
            .restarted("certs", "v2", false));
  }

  @Test
  void theSecondComesWhileTheFirstRolls() {
    assertCaught(begun().restarted("certs", "v2", false), RestartsInTurn.NAME);
  }

  @Test
  void aPodOfTheFirstStillHasTheOldContent() {
    assertCaught(
        begun().restarted("users", "v2", true).restarted("certs", "v2", false),
        RestartsInTurn.NAME);
  }

  @Test
  void theFirstRanOnlyWithTheContentBefore() {
    assertCaught(
        begun()
            .podOf("users", "u1", true)
            .restarted("users", "v2", true)
            .secret("three")
            .restarted("users", "v3", false)
            .restarted("certs", "v3", false),
        RestartsInTurn.NAME);
  }

  @Test
  void oneThatSomebodyElseRestartedProvesItToo() {
    assertSilent(
        begun()
            .podOf("certs", "c2", false)
            .podOf("certs", "c1", true)
            .restarted("certs", "", true)
            .restarted("certs", "v2", false));
  }
}
