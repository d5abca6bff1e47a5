package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.A;
import static dev.releaserecord.fault.recorder.Stories.TAG;
import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;

import org.junit.jupiter.api.Test;

/** Operators that look before they pin, and one that does not. */
class KeysFirstTest {

  private static Story needing(String key) {
    return new Story()
        .secret("one")
        .deployment("users", TAG, true)
        .recordNeeding(key)
        .pins(1, "users");
  }

  @Test
  void whatIsThere() {
    assertSilent(needing("PASS").deployment("users", A, false));
  }

  @Test
  void whatIsNot() {
    assertCaught(needing("SSLMODE").deployment("users", A, false), KeysFirst.NAME);
  }

  @Test
  void theUserMay() {
    assertSilent(needing("SSLMODE").deployment("users", A, false).byUser());
  }
}
