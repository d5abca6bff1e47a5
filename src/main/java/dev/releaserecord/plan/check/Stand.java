package dev.releaserecord.plan.check;

import dev.releaserecord.api.CheckStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a series of checks stands.
 *
 * @param rows one for each, as the status is to have them
 * @param wanted what is to be run, once the status stands in the cluster
 * @param open the first that did not pass; null where all have
 */
public record Stand(List<CheckStatus> rows, List<CheckWanted> wanted, @Nullable Open open) {

  public Stand {
    rows = List.copyOf(rows);
    wanted = List.copyOf(wanted);
  }

  /** Why it is open. */
  public enum Kind {
    /** It runs, or is about to. */
    Asking,
    /** The answer is wrong. */
    Failed,
    /** It could not be asked, and is not tried any more. */
    Unanswered
  }

  /**
   * @param found what was found, or kept it from being asked; may be empty
   * @param recheckAt when to look again with nothing having happened; null for never
   */
  public record Open(Kind kind, String check, String found, @Nullable Instant recheckAt) {

    /** What is said of it, as a clause that begins with {@code check}. */
    public String text() {
      String after = found.isEmpty() ? "" : ": " + found;
      return switch (kind) {
        case Asking ->
            found.isEmpty()
                ? "check " + check + " is running"
                : "check " + check + " is tried again" + after;
        case Failed -> "check " + check + " failed" + after;
        case Unanswered -> "check " + check + " could not be run" + after;
      };
    }
  }
}
