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

  /** A record of the service {@code users} that keeps that many sets, with its status. */
  static String keeping(long generation, String digest, int limit, String status) {
    return """
    {metadata: {name: 'core', uid: 'r', resourceVersion: '@VERSION@', generation: %1$d},
     spec: {imagePrefix: 'r.io', historyLimit: %3$d, services: [
       {name: 'users', digest: 'sha256:%2$s', checks: [{name: 'smoke', job: {cronJob: 'smoke'}}]}]},
     status: {observedGeneration: %1$d, digestSet: 'sha256:%2$s%2$s'%4$s}}
    """
        .formatted(generation, digest, limit, status.isEmpty() ? "" : ", " + status);
  }

  /** What keeps the set in which {@code users} ran that digest. */
  static String kept(String digest, long number) {
    return """
    {metadata: {name: 'core-%1$s', uid: 'u-%1$s', resourceVersion: '@VERSION@',
       labels: {'releaserecord.dev/record': 'core'}, ownerReferences: [{kind: 'ReleaseRecord', uid: 'r'}]},
     revision: %2$d,
     data: {digestSet: 'sha256:%1$s%1$s', services: [
       {name: 'users', image: 'r.io/users', digest: 'sha256:%1$s', workloads: [{kind: 'Deployment', name: 'users'}]}]}}
    """
        .formatted(digest, number);
  }

  /** The Deployment {@code users} as it is once it is pinned to the set of that digest. */
  static Story pin(Story story, String digest) {
    return story.workload(
        "deployments",
        "users",
        "r.io/users@sha256:" + digest,
        2,
        "'releaserecord.dev/set': '%1$s%1$s'".formatted(digest),
        false);
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
