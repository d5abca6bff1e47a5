package dev.releaserecord.check;

import dev.releaserecord.api.CheckOutcome;

/**
 * What one attempt at a check found.
 *
 * @param message what was found instead of what was expected, or kept it from being asked
 */
public record Attempt(CheckOutcome outcome, String message) {

  static final Attempt PASSED = new Attempt(CheckOutcome.Passed, "");

  static Attempt failed(String message) {
    return new Attempt(CheckOutcome.Failed, message);
  }

  static Attempt errored(String message) {
    return new Attempt(CheckOutcome.Errored, message);
  }
}
