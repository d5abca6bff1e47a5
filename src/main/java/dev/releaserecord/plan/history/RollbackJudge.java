package dev.releaserecord.plan.history;

import dev.releaserecord.api.RollbackStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a set that failed gives way to the newest verified one: the whole set, once, and
 * never from a set that was gone back to. It ends when the record declares another set, or somebody
 * asks to try again.
 */
public final class RollbackJudge {

  private static final int REASON = 300;

  private RollbackJudge() {}

  /**
   * What is asked.
   *
   * @param declared the set that is declared and enforced
   * @param refused sets that are never pinned
   */
  public record Asked(String declared, Set<String> refused, History history, Instant at) {}

  /** What comes of it. */
  public sealed interface Verdict {

    /** Nothing has failed, or what failed had been verified before: no set is better. */
    record Stay() implements Verdict {}

    /** It stands in the status before anything is done about it. */
    record Begin(RollbackStatus rollback) implements Verdict {}

    /**
     * There is nothing to go back to.
     *
     * @param message what is missing, and what to do
     */
    record Impossible(String message) implements Verdict {}
  }

  /** The rollback that stands over what is declared; null for none. */
  public static @Nullable RollbackStatus standing(
      @Nullable RollbackStatus before, @Nullable String declared, boolean retried) {
    return before != null && before.from().equals(declared) && !retried ? before : null;
  }

  /**
   * @param failures of each service that failed, what a person reads of it
   * @param obstacle why a set could not be pinned, such as Secrets that are gone
   */
  public static Verdict judge(
      Asked asked, List<String> failures, Function<VerifiedSet, Optional<String>> obstacle) {
    if (failures.isEmpty() || asked.history.find(asked.declared).isPresent()) {
      return new Verdict.Stay();
    }
    if (!asked.history.readable()) {
      return new Verdict.Impossible(
          "no rollback: the history cannot be read; grant the operator list and watch of"
              + " controllerrevisions");
    }
    VerifiedSet target =
        asked.history.sets().stream()
            .filter(set -> !asked.refused.contains(set.digestSet()))
            .findFirst()
            .orElse(null);
    if (target == null) {
      return new Verdict.Impossible(
          "no rollback: no other digest set of this record was ever verified; mend what failed, or"
              + " declare other digests");
    }
    return obstacle
        .apply(target)
        .<Verdict>map(
            why ->
                new Verdict.Impossible(
                    "no rollback to digest set " + target.digestSet() + ": " + why))
        .orElseGet(() -> begin(asked, target, failures.getFirst()));
  }

  private static Verdict begin(Asked asked, VerifiedSet target, String failure) {
    return new Verdict.Begin(
        new RollbackStatus(
            asked.declared,
            target.digestSet(),
            failure.length() > REASON ? failure.substring(0, REASON) + "…" : failure,
            asked.at.truncatedTo(ChronoUnit.SECONDS)));
  }
}
