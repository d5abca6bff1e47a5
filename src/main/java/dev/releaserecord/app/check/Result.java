package dev.releaserecord.app.check;

import java.time.Duration;

/**
 * What came of a check.
 *
 * @param message what was found instead of what was expected, or why it was not asked; empty where
 *     it passed
 * @param took from its first attempt to its end; zero where it was not asked
 */
record Result(Asked check, Verdict verdict, String message, Duration took) {

  /** How it ended. */
  enum Verdict {
    Passed,
    /** The answer is wrong. */
    Failed,
    /** Nobody could be asked. */
    Errored,
    /** It is none that can be asked from here. */
    NotAsked
  }
}
