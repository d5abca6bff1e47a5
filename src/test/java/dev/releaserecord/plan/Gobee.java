package dev.releaserecord.plan;

import static dev.releaserecord.scene.Subject.deployment;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.scene.Subject;
import java.time.Duration;

/** The release that most tests of plans are about: users, and certs that comes after it. */
final class Gobee {

  static final String A = "sha256:" + "a".repeat(64);
  static final String B = "sha256:" + "b".repeat(64);
  static final String USERS = "r.io/g/users@" + A;
  static final WorkloadKey USERS_KEY = new WorkloadKey(Kind.Deployment, "users");

  /** A record of users alone. */
  static final String ONE =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, digest: "%s"}
      """
          .formatted(A);

  /** A record of both. */
  static final String TWO =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, digest: "%s"}
      - {name: certs, digest: "%s", after: [users]}
      """
          .formatted(A, B);

  private Gobee() {}

  /** The Deployment users as the record wants it, its pods Ready for a while. */
  static Subject pinned(Duration steady) {
    return deployment("users").container("users", USERS).steadyFor(steady);
  }
}
