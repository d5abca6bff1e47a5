package dev.releaserecord.plan.clearing;

import dev.releaserecord.api.ClearingAction;
import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.WorkloadStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was done to free one workload, for one digest set. It stands in the status: an attempt is
 * entered before it is made, so that a process that dies in between has spent it all the same.
 *
 * @param attempts entered so far, those that cost nothing too
 * @param newest null where there was none
 */
public record Ledger(String set, int attempts, @Nullable ClearingAttempt newest) {

  /** Between the first and the second attempt; doubled each time. */
  private static final Duration SPACING = Duration.ofSeconds(30);

  /** How far the clocks of the API server and of this process may differ; less than the spacing. */
  private static final Duration CLOCKS = Duration.ofSeconds(10);

  private static final int DOUBLINGS = 10;

  /** An entry older than this is entered anew before a drain is sent. */
  private static final Duration SENT_WITHIN = Duration.ofMinutes(1);

  /**
   * So long after its entry a drain has been answered, or never will be: the API server gives a
   * request up after a minute.
   */
  private static final Duration IN_FLIGHT = SENT_WITHIN.plusMinutes(1);

  /** What may be done about a remedy now. */
  sealed interface Entry {

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
   * @param set the digest set that is kept: another one has a budget of its own
   * @param retried whether somebody asked to try again, which gives a new budget
   */
  public static Ledger of(Optional<WorkloadStatus> before, String set, boolean retried) {
    return before
        .filter(_ -> !retried)
        .flatMap(row -> of(row, set))
        .orElseGet(() -> new Ledger(set, 0, null));
  }

  private static Optional<Ledger> of(WorkloadStatus row, String set) {
    return Optional.ofNullable(row.clearing())
        .filter(newest -> set.equals(newest.set()))
        .map(newest -> new Ledger(set, row.clearAttempts(), newest));
  }

  /**
   * @param patience what a new attempt is given at the least to show that it helped
   */
  Entry entry(Remedy.Act remedy, int maxAttempts, Duration patience, Instant at) {
    ClearingAttempt last = newest;
    if (last != null && open(remedy.kind()) && last.targets().containsAll(remedy.targets())) {
      return outdated(last, at)
          ? new Entry.Enter(new Ledger(set, attempts, entered(last, at)))
          : new Entry.Make();
    }
    boolean over = remedy.spends() && spent() >= maxAttempts;
    Instant next = over ? after(last, patience, at) : next(remedy, patience, at);
    if (at.isBefore(next)) {
      return new Entry.NotYet(next);
    }
    return over
        ? new Entry.Spent()
        : new Entry.Enter(new Ledger(set, attempts + 1, attempt(remedy, at)));
  }

  /** Whoever sends a drain so late must say so first: see {@link #drainPossibleUntil}. */
  private static boolean outdated(ClearingAttempt last, Instant at) {
    return last.action() == ClearingAction.Drain
        && last.at() != null
        && !at.isBefore(last.at().plus(SENT_WITHIN));
  }

  private static ClearingAttempt entered(ClearingAttempt it, Instant at) {
    return new ClearingAttempt(
        it.set(),
        it.action(),
        it.what(),
        it.targets(),
        at.truncatedTo(ChronoUnit.SECONDS),
        it.done(),
        it.spent());
  }

  /** What spends nothing is not spaced, unless it has to be done to the same pod again. */
  private Instant next(Remedy.Act remedy, Duration patience, Instant at) {
    ClearingAttempt last = newest;
    if (remedy.spends()) {
      return spent() == 0 ? at : after(last, spacing(patience), at);
    }
    return last != null && remedy.text().equals(last.what()) ? after(last, SPACING, at) : at;
  }

  private static Instant after(
      @Nullable ClearingAttempt last, Duration distance, Instant otherwise) {
    return last == null || last.at() == null ? otherwise : last.at().plus(distance);
  }

  private ClearingAttempt attempt(Remedy.Act remedy, Instant at) {
    return new ClearingAttempt(
        set,
        remedy.kind(),
        remedy.text(),
        remedy.targets(),
        at.truncatedTo(ChronoUnit.SECONDS),
        false,
        spent() + (remedy.spends() ? 1 : 0));
  }

  private Duration spacing(Duration patience) {
    Duration doubled = SPACING.multipliedBy(1L << Math.clamp(spent() - 1, 0, DOUBLINGS));
    return doubled.compareTo(patience) > 0 ? doubled : patience;
  }

  /** Attempts that count towards the budget. */
  int spent() {
    return newest == null ? 0 : newest.spent();
  }

  /** Whether an attempt of this kind was entered and not made yet. */
  boolean open(ClearingAction kind) {
    return newest != null && !newest.done() && newest.action() == kind;
  }

  /** Whether an open attempt acts on that object. */
  boolean targets(String uid) {
    return newest != null && newest.targets().contains(uid);
  }

  /**
   * The workload is seen to be drained: that attempt was made, whoever died before saying so. Not
   * if what is seen was done before the attempt was entered: a cache may be late.
   *
   * @param since when it was drained by the API server's clock; null where nobody knows
   */
  public Ledger seenDrained(@Nullable Instant since) {
    ClearingAttempt it = newest;
    if (it == null || !open(ClearingAction.Drain)) {
      return this;
    }
    boolean older = since != null && it.at() != null && since.plus(CLOCKS).isBefore(it.at());
    return older ? this : made();
  }

  /** Whether the last that was done is a drain: its pods come when it is over, not before. */
  public boolean drainedLast() {
    return newest != null && newest.action() == ClearingAction.Drain;
  }

  /** Until when a drain that was entered may still come to be; empty where there is none. */
  public static Optional<Instant> drainPossibleUntil(@Nullable ClearingAttempt attempt) {
    return Optional.ofNullable(attempt)
        .filter(it -> it.action() == ClearingAction.Drain && !it.done())
        .flatMap(it -> Optional.ofNullable(it.at()))
        .map(at -> at.plus(IN_FLIGHT));
  }

  /** The newest attempt was made. */
  public Ledger made() {
    ClearingAttempt it = newest;
    return it == null || it.done()
        ? this
        : new Ledger(
            set,
            attempts,
            new ClearingAttempt(
                it.set(), it.action(), it.what(), it.targets(), it.at(), true, it.spent()));
  }
}
