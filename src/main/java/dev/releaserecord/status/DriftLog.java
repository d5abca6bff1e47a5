package dev.releaserecord.status;

import dev.releaserecord.api.DriftEntry;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.Action.ImageChange;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The newest foreign images. One that is only reported is written once, not once per pass. */
final class DriftLog {

  private static final int KEPT = 10;

  private DriftLog() {}

  static List<DriftEntry> next(List<DriftEntry> previous, Outcome outcome, Instant at) {
    Stream<DriftEntry> corrected = outcome.applied().flatMap(pin -> entries(pin, at, true));
    Stream<DriftEntry> reported =
        outcome.plan().pending().stream()
            .flatMap(pin -> entries(pin, at, false))
            .filter(entry -> !known(outcome, entry));
    return Stream.concat(Stream.concat(corrected, reported), previous.stream())
        .limit(KEPT)
        .toList();
  }

  private static Stream<DriftEntry> entries(Action.Pin pin, Instant at, boolean corrected) {
    return pin.changes().stream()
        .filter(ImageChange::drift)
        .map(
            change ->
                new DriftEntry(
                    at,
                    pin.workload().toString(),
                    change.container(),
                    change.from(),
                    change.manager(),
                    corrected));
  }

  /** It stood there before this pass, too. */
  private static boolean known(Outcome outcome, DriftEntry entry) {
    var previous = outcome.observation().previous();
    boolean left =
        previous.plan().size() >= PlanRows.ROWS
            || previous.plan().stream()
                .anyMatch(
                    row ->
                        entry.workload().equals(row.workload())
                            && entry.container().equals(row.container())
                            && entry.image().equals(row.from()));
    return left && previous.drift().stream().anyMatch(old -> same(old, entry));
  }

  private static boolean same(DriftEntry old, DriftEntry entry) {
    return !old.corrected()
        && old.workload().equals(entry.workload())
        && old.container().equals(entry.container())
        && old.image().equals(entry.image())
        && Objects.equals(old.manager(), entry.manager());
  }
}
