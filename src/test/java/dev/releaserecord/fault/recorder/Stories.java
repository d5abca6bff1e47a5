package dev.releaserecord.fault.recorder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the stories of operators begin that are wrong in one way each: the check that is meant finds
 * it, and no other does.
 */
final class Stories {

  static final String TAG = "r.io/users:1";
  static final String A = "r.io/users@sha256:a";
  static final String B = "r.io/users@sha256:b";
  static final String DRAINED = "'releaserecord.dev/restore-replicas': '2'";

  private Stories() {}

  static Story declared() {
    return new Story().deployment("users", TAG, true).record(1, "sha256:a", false);
  }

  static Story pinned() {
    return declared().pins(1, "users").deployment("users", A, false);
  }

  /** Two Deployments with a pod each run with a Secret, which then gets another content. */
  static Story rotated() {
    return new Story()
        .secret("one")
        .restarted("users", "", true)
        .podOf("users", "u1", false)
        .restarted("certs", "", true)
        .podOf("certs", "c1", false)
        .secret("two");
  }

  static void assertSilent(Story story) {
    assertThat(story.account().violations()).isEmpty();
  }

  static void assertCaught(Story story, String invariant) {
    assertThat(story.account().violations())
        .extracting(Violation::invariant)
        .containsExactly(invariant);
  }
}
