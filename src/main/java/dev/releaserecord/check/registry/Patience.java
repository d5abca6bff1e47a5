package dev.releaserecord.check.registry;

import java.time.Duration;

/** The end of a question, by {@link System#nanoTime()}. */
record Patience(long end) {

  static Patience of(Duration duration) {
    return new Patience(System.nanoTime() + duration.toNanos());
  }

  /** Nanoseconds; none left is 0. */
  long left() {
    return Math.max(0, end - System.nanoTime());
  }

  /** What one request may take of it. */
  long left(Duration atMost) {
    return Math.min(left(), atMost.toNanos());
  }
}
