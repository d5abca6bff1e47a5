package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.A;
import static dev.releaserecord.fault.recorder.Stories.TAG;
import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.declared;
import static dev.releaserecord.fault.recorder.Stories.pinned;

import org.junit.jupiter.api.Test;

/** Operators that say Ready, in time and too early. */
class ReadyEarnedTest {

  @Test
  void saidAsSoonAsThePatchWasAnswered() {
    assertCaught(declared().pins(1, "users").saysReady(1, 1), ReadyEarned.NAME);
  }

  @Test
  void saidWhileItRollsOut() {
    assertCaught(pinned().shownTo(1).saysReady(1, 1), ReadyEarned.NAME);
  }

  @Test
  void saidOfWhatItWasNotShownYet() {
    assertCaught(
        pinned().shownTo(1).deployment("users", A, true).saysReady(1, 1), ReadyEarned.NAME);
  }

  @Test
  void saidOfWhatTheOperatorBeforeItWasShown() {
    assertCaught(
        pinned().deployment("users", A, true).shownTo(1).saysReady(2, 1), ReadyEarned.NAME);
  }

  @Test
  void saidOfTheNewGenerationForTheOldDigest() {
    assertCaught(
        pinned()
            .deployment("users", A, true)
            .shownTo(1)
            .record(2, "sha256:b", true)
            .saysReady(1, 2),
        ReadyEarned.NAME);
  }

  @Test
  void saidOfAGenerationThatIsNotThere() {
    assertCaught(
        pinned().deployment("users", A, true).shownTo(1).saysReady(1, 2), ReadyEarned.NAME);
  }

  @Test
  void saidAfterItWasTakenAwayAgain() {
    assertCaught(
        pinned()
            .deployment("users", A, true)
            .shownTo(1)
            .deployment("users", TAG, true)
            .byUser()
            .shownTo(1)
            .saysReady(1, 1),
        ReadyEarned.NAME);
  }

  @Test
  void staysWhilePodsComeAndGo() {
    assertSilent(
        pinned()
            .deployment("users", A, true)
            .shownTo(1)
            .record(1, "sha256:a", true)
            .deployment("users", A, false)
            .shownTo(1)
            .saysReady(1, 1));
  }
}
