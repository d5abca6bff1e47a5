package dev.releaserecord.plan.check;

import dev.releaserecord.api.CheckOutcome;
import java.time.Duration;
import java.time.Instant;

/**
 * What came of running a check.
 *
 * @param outcome never Pending
 * @param message what was found instead of what was expected; redacted and short; empty where it
 *     passed
 * @param at when it ended
 * @param took from its first attempt to its end
 */
public record CheckAnswer(
    CheckWanted wanted, CheckOutcome outcome, String message, Instant at, Duration took) {}
