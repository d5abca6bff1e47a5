package dev.releaserecord.plan.rotation;

import dev.releaserecord.plan.release.Reactions.Reaction;
import dev.releaserecord.rollout.reference.ObjectRef;
import java.time.Instant;

/**
 * An object that holds something else than what pods were started with.
 *
 * @param declared whether an entry of {@code secrets} names it
 * @param at when it was written, to the second
 * @param pods that were started before that
 */
public record Change(ObjectRef object, boolean declared, Reaction reaction, Instant at, int pods) {

  /** Whether pods are restarted for it. */
  boolean restarts() {
    return reaction == Reaction.Restart;
  }

  /** As messages begin. */
  String text() {
    return object + " changed at " + at;
  }
}
