package dev.releaserecord.plan.history;

import dev.releaserecord.api.RollbackStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A verified set that is enforced although the record declares another one. Drift, pods and pins
 * are measured against it.
 *
 * @param why the declared one is not pinned
 * @param moved services that would run something else if it were
 * @param changed by service, what it stood on when it was verified and is another now
 * @param unwritten when to look again, because it does not stand in the status yet: nothing is done
 *     before; null where it does
 */
public record Detour(
    VerifiedSet set,
    Why why,
    Set<String> moved,
    Map<String, String> changed,
    @Nullable Instant unwritten) {

  /** Before what has changed. */
  public static final String SINCE = "since that was verified, ";

  /** Why the declared set is not pinned. */
  public sealed interface Why {

    /** It stands in {@code spec.refuse}. */
    record Refused() implements Why {}

    /** It waits for an approval. */
    record Unapproved() implements Why {}

    /** It failed. */
    record Failed(RollbackStatus rollback) implements Why {}
  }

  public Detour {
    moved = Set.copyOf(moved);
    changed = Map.copyOf(changed);
  }

  /** Whether it goes back from a set that failed. */
  public boolean goesBack() {
    return why instanceof Why.Failed;
  }

  /** Where the set that was gone back to is not known any more. */
  public static String lost(RollbackStatus rollback) {
    return "what is declared failed, and gave way to digest set "
        + rollback.to()
        + ", which is not in the history any more; declare digests that work, or set the retry"
        + " annotation to have the declared ones tried again";
  }

  /** What a person has to know of a service that runs another digest than is declared. */
  public String text(String declared, String service) {
    String since = changed.containsKey(service) ? SINCE + changed.get(service) + "; " : "";
    String kept = "the verified digest set " + set.digestSet() + " is kept; " + since;
    return switch (why) {
      case Why.Refused _ ->
          "the digest set "
              + declared
              + " stands in spec.refuse; "
              + kept
              + "declare its digests in Git too, or others";
      case Why.Unapproved _ -> kept;
      case Why.Failed(RollbackStatus rollback) ->
          "gone back to the verified digest set "
              + set.digestSet()
              + ", because of "
              + rollback.reason()
              + "; "
              + since
              + "the record still declares what failed: write the digests that run into Git, or"
              + " new ones; the retry annotation tries the declared ones again";
    };
  }
}
