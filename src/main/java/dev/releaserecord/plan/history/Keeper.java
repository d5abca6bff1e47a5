package dev.releaserecord.plan.history;

import dev.releaserecord.api.RecordedSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which writes keep the history as it has to be: each verified set once, in the order in which they
 * were last verified, no more of them than asked for. In a steady state there are none.
 */
public final class Keeper {

  /** Hex digits of a digest set in the name of what keeps it; with a record of 63 that is 84. */
  private static final int DIGITS = 20;

  private Keeper() {}

  /**
   * What is to be kept.
   *
   * @param record its name
   * @param verified what is verified now; null where nothing is
   * @param running digest sets that must not be dropped, whatever the limit says
   * @param limit how many sets are kept
   */
  public record Wanted(
      String record,
      History history,
      @Nullable RecordedSet verified,
      Set<String> running,
      int limit) {
    public Wanted {
      running = Set.copyOf(running);
    }
  }

  public static List<HistoryAct> acts(Wanted wanted) {
    History history = wanted.history;
    if (!history.readable()) {
      return List.of();
    }
    List<HistoryAct> acts = new ArrayList<>();
    history.sets().stream()
        .filter(it -> it.keeping().owner() == null)
        .forEach(it -> acts.add(new HistoryAct.Adopt(it)));
    RecordedSet verified = wanted.verified;
    if (verified != null) {
      put(wanted, verified, acts);
    }
    List<VerifiedSet> sets = history.sets();
    // What is put now takes its place once it stands: the next pass counts it.
    for (int i = Math.max(1, wanted.limit); i < sets.size(); i++) {
      VerifiedSet set = sets.get(i);
      boolean runs = wanted.running.contains(set.digestSet());
      boolean again = verified != null && verified.digestSet().equals(set.digestSet());
      if (!runs && !again && set.keeping().owner() != null) {
        acts.add(new HistoryAct.Drop(set));
      }
    }
    return acts;
  }

  private static void put(Wanted wanted, RecordedSet verified, List<HistoryAct> acts) {
    History history = wanted.history;
    long next = history.newest().map(VerifiedSet::revision).orElse(0L) + 1;
    VerifiedSet known = history.find(verified.digestSet()).orElse(null);
    if (known == null) {
      acts.add(new HistoryAct.Put(name(wanted.record, verified.digestSet()), next, verified));
    } else if (known.revision() != next - 1) {
      acts.add(new HistoryAct.Renew(known, next));
    }
  }

  /** The same for every process and every attempt: the API server makes no second one. */
  static String name(String record, String digestSet) {
    int start = digestSet.indexOf(':') + 1;
    return record + "-" + digestSet.substring(start, start + DIGITS);
  }
}
