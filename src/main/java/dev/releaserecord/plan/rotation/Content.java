package dev.releaserecord.plan.rotation;

import dev.releaserecord.api.RotationOutcome;
import dev.releaserecord.api.StartedWith;
import dev.releaserecord.plan.release.Reactions.Reaction;
import dev.releaserecord.rollout.reference.ObjectRef;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one object holds for the pods of a workload, and how far they have it.
 *
 * @param stale names of the pods that were started with something else
 * @param outcome what came of a restart for it; null where there was none, or none is needed
 */
public record Content(
    Named of, Value value, Set<String> stale, Course course, @Nullable RotationOutcome outcome) {

  public Content {
    stale = Set.copyOf(stale);
  }

  /**
   * What it holds.
   *
   * @param keys which of its keys count
   * @param digest of what a pod that starts now takes of it
   * @param written when somebody had last written its data then; null where nobody knows
   * @param at when it came to hold that; null if it did before anybody looked
   * @param was digest of what those pods were started with that do not have it; null where all have
   */
  record Value(
      String keys,
      String digest,
      @Nullable Instant written,
      @Nullable Instant at,
      @Nullable String was) {}

  /**
   * An object, as the record speaks of it.
   *
   * @param declared whether an entry of {@code secrets} names it
   */
  public record Named(ObjectRef object, boolean declared, Reaction reaction) {}

  /** What the newest template makes of it. */
  public enum Course {
    /** All pods have it. */
    Had,
    /** The newest pods have it, older ones go. */
    Coming,
    /** New pods have to be made for it. */
    Due,
    /** New pods were made for it by us, and somebody brought the old template back. */
    TakenBack
  }

  public ObjectRef object() {
    return of.object();
  }

  /** Whether pods are restarted for it. */
  boolean restarts() {
    return of.reaction() == Reaction.Restart;
  }

  /** Whether somebody has to restart pods for it. */
  public boolean due() {
    return course == Course.Due || course == Course.TakenBack;
  }

  /** When it came to hold what it holds; null if it did before anybody looked. */
  public @Nullable Instant at() {
    return value.at;
  }

  boolean isSince(@Nullable Instant change) {
    return value.at != null && change != null && !value.at.isBefore(change);
  }

  boolean verified() {
    return outcome == RotationOutcome.Verified;
  }

  boolean restarted() {
    return outcome == RotationOutcome.Restarted;
  }

  /** All pods have it, and nobody waits to see them well with it. */
  boolean calm() {
    return stale.isEmpty() && !restarted() && (verified() || well() == this);
  }

  /** All pods have it and are well. */
  Content well() {
    return value.at == null || course != Course.Had
        ? this
        : new Content(of, value, stale, course, RotationOutcome.Verified);
  }

  /** What its pods were started with, or are about to be. */
  String started() {
    return due() && value.was != null ? value.was : value.digest;
  }

  /** As it is remembered. */
  StartedWith remembered() {
    return new StartedWith(
        object().toString(), value.digest, value.keys, value.written, value.at, value.was, outcome);
  }

  /** As messages begin. */
  String text() {
    return object() + " changed at " + value.at;
  }
}
