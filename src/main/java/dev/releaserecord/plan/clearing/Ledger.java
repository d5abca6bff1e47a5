package dev.releaserecord.plan.clearing;

import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.WorkloadStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The budget of one workload for one digest set. It stands in the status: an attempt is entered
 * before it is made, so that a process that dies in between has spent it all the same.
 *
 * @param attempts entered so far
 * @param newest null where there was none
 */
public record Ledger(String set, int attempts, @Nullable ClearingAttempt newest) {

  /** Between the first and the second attempt; doubled each time. */
  private static final Duration SPACING = Duration.ofSeconds(30);

  /** What may be done about a remedy now. */
  public sealed interface Entry {

    /** It was entered by an earlier pass and not made yet: make it. */
    record Make() implements Entry {}

    /** It has to be entered first. */
    record Enter(Ledger ledger) implements Entry {}

    /** Not before this instant. */
    record NotYet(Instant until) implements Entry {}

    /** Everything was tried. */
    record Spent() implements Entry {}
  }

  /**
   * @param set the digest set that is enforced: another one has a budget of its own
   * @param retry whether somebody asked to try again, which gives a new budget
   */
  static Ledger of(Optional<WorkloadStatus> before, String set, boolean retry) {
    return before
        .filter(_ -> !retry)
        .filter(it -> it.clearing() != null && set.equals(it.clearing().set()))
        .map(it -> new Ledger(set, it.clearAttempts(), it.clearing()))
        .orElse(new Ledger(set, 0, null));
  }

  /**
   * @param target uids of what the remedy acts on: the same action on other pods is another attempt
   */
  Entry entry(Remedy remedy, String target, int maxAttempts, Instant at) {
    ClearingAttempt last = newest;
    if (last != null && !last.done() && remedy.text().equals(last.action()) && target.equals(last.target())) {
      return new Entry.Make();
    }
    if (attempts >= maxAttempts) {
      return new Entry.Spent();
    }
    Instant next = last == null || last.at() == null ? at : last.at().plus(spacing());
    if (at.isBefore(next)) {
      return new Entry.NotYet(next);
    }
    ClearingAttempt attempt =
        new ClearingAttempt(
            set, remedy.text(), target, at.truncatedTo(ChronoUnit.SECONDS), false);
    return new Entry.Enter(new Ledger(set, attempts + 1, attempt));
  }

  private Duration spacing() {
    return SPACING.multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), 10));
  }

  /** The newest attempt was made. */
  public Ledger made() {
    ClearingAttempt last = newest;
    return last == null
        ? this
        : new Ledger(
            set,
            attempts,
            new ClearingAttempt(last.set(), last.action(), last.target(), last.at(), true));
  }
}
