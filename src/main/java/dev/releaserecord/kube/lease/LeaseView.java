package dev.releaserecord.kube.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * What stands in a Lease, as far as an election needs it.
 *
 * @param holder identity of the leader, empty while nobody leads
 * @param duration how long a follower waits after the last change it saw before it takes over
 * @param acquired when the holder began to lead, by the holder's clock; for people to read
 * @param renewed when the holder last renewed, by the holder's clock; never compared with ours
 * @param transitions how often the holder has changed
 * @param version the resourceVersion that an update has to carry, empty in one that is to be made
 */
record LeaseView(
    String holder,
    Duration duration,
    Instant acquired,
    Instant renewed,
    int transitions,
    String version) {

  /** Whether the holder did anything between the two views. */
  boolean sameTermAs(LeaseView other) {
    return holder.equals(other.holder)
        && renewed.equals(other.renewed)
        && transitions == other.transitions;
  }
}
