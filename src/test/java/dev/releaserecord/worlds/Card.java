package dev.releaserecord.worlds;

import org.jspecify.annotations.Nullable;

/**
 * The record as it stands in the API server.
 *
 * @param generation which of the setting's specs it has
 * @param guarded whether it carries the finalizer
 * @param going whether somebody deleted it; without the finalizer it is gone then
 * @param retry the annotation that asks to try again
 */
record Card(int generation, Told status, boolean guarded, boolean going, @Nullable String retry) {

  static final String NAME = "core";

  static Card fresh() {
    return new Card(1, Told.NOTHING, false, false, null);
  }

  boolean gone() {
    return going && !guarded;
  }

  Card with(Told newStatus) {
    return new Card(generation, newStatus, guarded, going, retry);
  }

  Card declaring(int newGeneration) {
    return new Card(newGeneration, status, guarded, going, retry);
  }

  Card guarded(boolean now) {
    return new Card(generation, status, now, going, retry);
  }

  Card deleted() {
    return new Card(generation, status, guarded, true, retry);
  }

  Card retried(String value) {
    return new Card(generation, status, guarded, going, value);
  }
}
