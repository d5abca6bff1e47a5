package dev.releaserecord.plan.check;

import java.time.Duration;

/** A duration as people read it, in the notation that the spec has. */
final class Took {

  private Took() {}

  /** {@code 80ms}, {@code 1.25s}, {@code 3m5s}. */
  static String text(Duration took) {
    long millis = Math.max(0, took.toMillis());
    if (millis < 1_000) {
      return millis + "ms";
    }
    if (millis < 60_000) {
      return millis / 1_000 + "." + "%02d".formatted(millis % 1_000 / 10) + "s";
    }
    return millis / 60_000 + "m" + millis / 1_000 % 60 + "s";
  }
}
