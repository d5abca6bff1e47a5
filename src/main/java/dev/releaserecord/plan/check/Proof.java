package dev.releaserecord.plan.check;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.api.CheckStatus;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What checks have shown of a service, or of the record.
 *
 * @param rows as the status is to have them
 * @param wanted what is to be run
 * @param open what keeps it from being verified; null where nothing does, or where it is not yet
 *     time to ask
 * @param holds whether every check has passed; true where there is none
 */
public record Proof(
    List<CheckStatus> rows, List<CheckWanted> wanted, Stand.@Nullable Open open, boolean holds) {

  /** There is nothing to prove. */
  public static final Proof NONE = new Proof(List.of(), List.of(), null, true);

  public Proof {
    rows = List.copyOf(rows);
    wanted = List.copyOf(wanted);
  }

  /** Of checks that are due. */
  static Proof of(Stand stand) {
    return new Proof(stand.rows(), stand.wanted(), stand.open(), stand.open() == null);
  }

  /**
   * @param stand where the checks stand, if they are due; null while they are not
   */
  public static Proof of(Series series, @Nullable Stand stand) {
    if (series.none()) {
      return NONE;
    }
    return stand == null ? new Proof(series.rows(), List.of(), null, series.passed()) : of(stand);
  }

  /** Whether nothing is to be run, and nothing is told of a restart. */
  public boolean settled() {
    return wanted.isEmpty() && rows.stream().allMatch(row -> row.when() == null);
  }

  /**
   * With those that come before a restart, in place of what it had of them.
   *
   * @param other null where none is due
   */
  public Proof before(@Nullable Stand other) {
    Stream<CheckStatus> own = rows.stream().filter(row -> row.when() == null);
    Stream<CheckWanted> runs =
        wanted.stream().filter(it -> it.subject().moment() == CheckMoment.AfterRollout);
    return new Proof(
        Stream.concat(own, other == null ? Stream.empty() : other.rows().stream()).toList(),
        Stream.concat(runs, other == null ? Stream.empty() : other.wanted().stream()).toList(),
        open,
        holds);
  }
}
