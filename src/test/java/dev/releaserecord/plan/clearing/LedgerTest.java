package dev.releaserecord.plan.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.ClearingAction;
import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.WorkloadKind;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.clearing.Ledger.Entry;
import dev.releaserecord.plan.clearing.Remedy.Delete;
import dev.releaserecord.plan.clearing.Remedy.Drain;
import dev.releaserecord.plan.clearing.Remedy.Evict;
import dev.releaserecord.rollout.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts are entered before they are made, counted, and spaced. */
class LedgerTest {

  private static final String SET = "sha256:" + "a".repeat(64);
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.700Z");
  private static final Instant SECOND = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MAX = 3;

  private static final Remedy.Act DRAIN = new Drain("uid-users", 2);

  private static Remedy.Act delete(boolean spends, String... pods) {
    List<Pod.Identity> ids =
        Stream.of(pods).map(name -> new Pod.Identity(name, "uid-" + name, "1")).toList();
    return new Delete(ClearingAction.DeletePods, ids, false, spends);
  }

  private static Ledger empty() {
    return new Ledger(SET, 0, null);
  }

  private static Entry entry(Ledger ledger, Remedy.Act remedy, Instant at) {
    return ledger.entry(remedy, MAX, PATIENCE, at);
  }

  private static Ledger entered(Ledger ledger, Remedy.Act remedy, Instant at) {
    Entry entry = entry(ledger, remedy, at);
    assertThat(entry).isInstanceOf(Entry.Enter.class);
    return ((Entry.Enter) entry).ledger();
  }

  /** That many drains, each made as soon as it might be. */
  private static Ledger drained(int times, Duration patience) {
    Ledger ledger = empty();
    Instant at = AT;
    for (int drain = 0; drain < times; drain++) {
      Entry entry = ledger.entry(DRAIN, 10, patience, at);
      if (entry instanceof Entry.NotYet(Instant until)) {
        at = until;
        entry = ledger.entry(DRAIN, 10, patience, at);
      }
      ledger = ((Entry.Enter) entry).ledger().made();
    }
    return ledger;
  }

  private static Instant newestAt(Ledger ledger) {
    return Objects.requireNonNull(Objects.requireNonNull(ledger.newest()).at());
  }

  private static Optional<WorkloadStatus> row(Ledger ledger) {
    return Optional.of(
        new WorkloadStatus(
            WorkloadKind.Deployment,
            "users",
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            null,
            ledger.attempts(),
            ledger.newest(),
            null));
  }

  @Test
  void anAttemptIsEnteredFirst() {
    Ledger entered = entered(empty(), delete(true, "a", "b"), AT);

    assertThat(entered.attempts()).isEqualTo(1);
    assertThat(entered.newest())
        .isEqualTo(
            new ClearingAttempt(
                SET,
                ClearingAction.DeletePods,
                "delete pod a, b",
                List.of("uid-a", "uid-b"),
                SECOND,
                false,
                1));
  }

  @Test
  void andMadeThenOrNever() {
    Ledger entered = entered(empty(), delete(true, "a", "b"), AT);

    assertThat(entry(entered, delete(true, "a", "b"), AT)).isInstanceOf(Entry.Make.class);
    assertThat(entry(entered, delete(true, "b"), AT)).isInstanceOf(Entry.Make.class);
    assertThat(entry(entered, delete(true, "c"), AT)).isInstanceOf(Entry.NotYet.class);
    assertThat(entry(entered, delete(true, "b", "c"), AT)).isInstanceOf(Entry.NotYet.class);
    assertThat(entry(entered, DRAIN, AT)).isInstanceOf(Entry.NotYet.class);
    assertThat(entry(entered.made(), delete(true, "a", "b"), AT)).isInstanceOf(Entry.NotYet.class);
  }

  @Test
  void aCrashInBetweenHasSpentIt() {
    Ledger afterCrash = Ledger.of(row(entered(empty(), delete(true, "a"), AT)), SET, false);

    assertThat(afterCrash.spent()).isEqualTo(1);
    assertThat(entry(afterCrash, delete(true, "a"), AT)).isInstanceOf(Entry.Make.class);
    assertThat(entry(afterCrash, delete(true, "next"), AT)).isInstanceOf(Entry.NotYet.class);
  }

  @Test
  void whatStandsInTheStatusIsTheLedger() {
    Ledger ledger = drained(2, PATIENCE);

    assertThat(Ledger.of(row(ledger), SET, false)).isEqualTo(ledger);
    assertThat(Ledger.of(Optional.empty(), SET, false)).isEqualTo(empty());
  }

  @Test
  void anotherSetAndWhoeverAsksToTryAgainHaveABudgetOfTheirOwn() {
    String other = "sha256:" + "b".repeat(64);

    assertThat(Ledger.of(row(drained(3, PATIENCE)), other, false))
        .isEqualTo(new Ledger(other, 0, null));
    assertThat(Ledger.of(row(drained(3, PATIENCE)), SET, true)).isEqualTo(empty());
  }

  @ParameterizedTest(name = "attempt {0} with a patience of {1} s is followed after {2} s")
  @CsvSource({"1, 20, 30", "2, 20, 60", "3, 20, 120", "4, 20, 240", "1, 300, 300", "3, 300, 300"})
  void theDistanceDoublesAndIsAtLeastThePatience(int attempt, long patience, long distance) {
    Ledger ledger = drained(attempt, Duration.ofSeconds(patience));
    Instant next = newestAt(ledger).plusSeconds(distance);

    assertThat(ledger.entry(DRAIN, 10, Duration.ofSeconds(patience), next.minusMillis(1)))
        .isEqualTo(new Entry.NotYet(next));
    assertThat(ledger.entry(DRAIN, 10, Duration.ofSeconds(patience), next))
        .isInstanceOf(Entry.Enter.class);
  }

  @Test
  void theDistanceStopsDoubling() {
    Ledger ledger = empty();
    Ledger many = new Ledger(SET, 60, Objects.requireNonNull(entered(ledger, DRAIN, AT).newest()));
    ClearingAttempt it = Objects.requireNonNull(many.newest());
    Ledger spent =
        new Ledger(
            SET,
            60,
            new ClearingAttempt(SET, it.action(), it.what(), it.targets(), it.at(), true, 60));

    assertThat(spent.entry(DRAIN, 99, PATIENCE, AT))
        .isEqualTo(new Entry.NotYet(SECOND.plusSeconds(30 * 1024)));
  }

  @Test
  void theLastAttemptIsGivenItsTimeToo() {
    Ledger ledger = drained(MAX, PATIENCE);
    Instant over = newestAt(ledger).plus(PATIENCE);

    assertThat(entry(ledger, DRAIN, over.minusMillis(1))).isEqualTo(new Entry.NotYet(over));
    assertThat(entry(ledger, DRAIN, over)).isInstanceOf(Entry.Spent.class);
    assertThat(entry(ledger, delete(true, "a"), over)).isInstanceOf(Entry.Spent.class);
  }

  @Test
  void oneThatWasEnteredLastIsStillMade() {
    Ledger ledger = drained(MAX - 1, PATIENCE);
    Instant next = newestAt(ledger).plusSeconds(600);
    Ledger last = entered(ledger, DRAIN, next);

    assertThat(last.spent()).isEqualTo(MAX);
    assertThat(entry(last, DRAIN, next)).isInstanceOf(Entry.Make.class);
  }

  @Test
  void whatEndsByItselfSpendsNothing() {
    Ledger spent = drained(MAX, PATIENCE);
    Ledger ledger = entered(spent, delete(false, "users-1"), AT);

    assertThat(ledger.attempts()).isEqualTo(MAX + 1);
    assertThat(ledger.spent()).isEqualTo(MAX);
    Ledger next = entered(ledger.made(), delete(false, "users-0"), AT);
    assertThat(next.attempts()).isEqualTo(MAX + 2);
    assertThat(next.spent()).isEqualTo(MAX);
  }

  @Test
  void butWhatComesBackTheSameIsNotDoneAgainAtOnce() {
    Ledger evicted =
        entered(empty(), new Evict(new Pod.Identity("users-0", "uid-1", "1")), AT).made();
    Remedy.Act again = new Evict(new Pod.Identity("users-0", "uid-2", "9"));
    Instant next = SECOND.plusSeconds(30);

    assertThat(entry(evicted, again, next.minusMillis(1))).isEqualTo(new Entry.NotYet(next));
    assertThat(entry(evicted, again, next)).isInstanceOf(Entry.Enter.class);
  }

  @Test
  void anEntryThatIsOldIsMadeAnewBeforeADrainIsSent() {
    Ledger entered = entered(empty(), DRAIN, AT);
    Instant late = SECOND.plusSeconds(60);

    assertThat(entry(entered, DRAIN, late.minusMillis(1))).isInstanceOf(Entry.Make.class);
    Ledger anew = entered(entered, DRAIN, late);
    assertThat(anew.spent()).isEqualTo(entered.spent());
    assertThat(anew.attempts()).isEqualTo(entered.attempts());
    assertThat(Ledger.drainPossibleUntil(anew.newest())).contains(late.plusSeconds(120));
    assertThat(entry(anew, DRAIN, late)).isInstanceOf(Entry.Make.class);
  }

  @Test
  void aDrainThatIsOlderThanTheAttemptIsAnother() {
    Ledger entered = entered(empty(), DRAIN, AT);

    assertThat(entered.seenDrained(SECOND.minusSeconds(11))).isEqualTo(entered);
    assertThat(entered.seenDrained(SECOND.minusSeconds(10))).isEqualTo(entered.made());
    assertThat(entered.seenDrained(null)).isEqualTo(entered.made());
  }

  @Test
  void anEnteredDrainMayStillComeToBe() {
    Ledger entered = entered(empty(), DRAIN, AT);

    assertThat(Ledger.drainPossibleUntil(entered.newest())).contains(SECOND.plusSeconds(120));
    assertThat(Ledger.drainPossibleUntil(entered.made().newest())).isEmpty();
    assertThat(Ledger.drainPossibleUntil(empty().newest())).isEmpty();
    assertThat(Ledger.drainPossibleUntil(entered(empty(), delete(true, "a"), AT).newest()))
        .isEmpty();
  }
}
