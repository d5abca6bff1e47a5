package dev.releaserecord.status;

import dev.releaserecord.api.HistoryEntry;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.HistoryAct;
import dev.releaserecord.plan.history.HistoryResult;
import dev.releaserecord.plan.history.VerifiedSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The digest sets that were verified, as the status tells them. */
final class HistoryRows {

  private HistoryRows() {}

  /** Newest first. What nobody can read is told as it was last seen. */
  static List<HistoryEntry> of(Outcome outcome) {
    History history = outcome.observation().history();
    if (!history.readable()) {
      return outcome.observation().previous().history();
    }
    Map<String, VerifiedSet> sets = new LinkedHashMap<>();
    history.sets().forEach(set -> sets.put(set.keeping().name(), set));
    outcome.history().forEach(result -> take(sets, result));
    return new History(true, List.copyOf(sets.values()))
        .sets().stream().map(HistoryRows::row).toList();
  }

  private static void take(Map<String, VerifiedSet> sets, HistoryResult result) {
    switch (result) {
      case HistoryResult.Done(HistoryAct act, VerifiedSet after) when after != null ->
          sets.put(act.name(), after);
      case HistoryResult.Done(HistoryAct.Drop drop, var _) -> sets.remove(drop.name());
      case HistoryResult.Done _, HistoryResult.Refused _, HistoryResult.Later _ -> {}
    }
  }

  private static HistoryEntry row(VerifiedSet set) {
    return new HistoryEntry(set.digestSet(), set.revision(), set.verifiedAt(), set.approvedBy());
  }

  /** What a person has to know who counts on the history; empty where all is well. */
  static String note(Outcome outcome) {
    return outcome.history().stream()
        .flatMap(
            result ->
                result instanceof HistoryResult.Refused(HistoryAct act, String message)
                    ? java.util.stream.Stream.of(consequence(act) + message)
                    : java.util.stream.Stream.<String>empty())
        .distinct()
        .collect(Collectors.joining());
  }

  private static String consequence(HistoryAct act) {
    return switch (act) {
      case HistoryAct.Put _ -> ". This set is not in the history, so nothing can go back to it: ";
      case HistoryAct.Renew _ -> ". The history does not show this set as the newest: ";
      case HistoryAct.Adopt _ -> ". A set of the history has no owner: ";
      case HistoryAct.Drop _ -> ". More sets are kept than spec.historyLimit: ";
    };
  }
}
