package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.A;
import static dev.releaserecord.fault.recorder.Stories.B;
import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.declared;
import static dev.releaserecord.fault.recorder.Stories.pinned;

import org.junit.jupiter.api.Test;

/** Operators that pin what was declared, and other things. */
class ImagesDeclaredTest {

  @Test
  void pinnedToADigestThatNobodyDeclared() {
    assertCaught(declared().deployment("users", B, false), ImagesDeclared.NAME);
  }

  @Test
  void pinnedBeforeItWasDeclared() {
    assertCaught(
        declared().deployment("users", B, false).record(2, "sha256:b", false), ImagesDeclared.NAME);
  }

  @Test
  void theDigestOfAnotherService() {
    assertCaught(
        declared().deployment("other", "r.io/other:1", true).deployment("other", A, true),
        ImagesDeclared.NAME);
  }

  @Test
  void whatTheUserWroteIsTheUsersWord() {
    assertSilent(pinned().deployment("users", "r.io/users:mine", false).byUser());
  }

  @Test
  void aNewGenerationIsPinned() {
    assertSilent(pinned().record(2, "sha256:b", false).deployment("users", B, false));
  }
}
