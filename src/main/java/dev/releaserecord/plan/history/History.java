package dev.releaserecord.plan.history;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The digest sets of one record that were verified.
 *
 * @param readable whether all of them are known; else nothing is concluded from an absence
 * @param sets the one that was verified last comes first
 */
public record History(boolean readable, List<VerifiedSet> sets) {

  /** Nothing was verified yet. */
  public static final History EMPTY = new History(true, List.of());

  /** Nobody can tell. */
  public static final History UNREAD = new History(false, List.of());

  public History {
    sets =
        sets.stream()
            .sorted(
                Comparator.comparing(VerifiedSet::revision)
                    .thenComparing(it -> it.keeping().name())
                    .reversed())
            .toList();
  }

  public Optional<VerifiedSet> find(@Nullable String digestSet) {
    return sets.stream().filter(it -> it.digestSet().equals(digestSet)).findFirst();
  }

  public Optional<VerifiedSet> newest() {
    return sets.stream().findFirst();
  }
}
