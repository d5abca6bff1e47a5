package dev.releaserecord.plan.rotation;

import dev.releaserecord.plan.action.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows for one service from what has changed.
 *
 * @param restarts to be carried out now, one for each of its workloads
 * @param note added to what is said of the service; empty for nothing
 * @param planned what would be done if it were its turn; null where nothing is due
 * @param blocked whether somebody has to do something before it goes on
 */
public record Turn(
    List<Action.Restart> restarts, String note, @Nullable String planned, boolean blocked) {

  /** Nothing has changed. */
  public static final Turn NONE = new Turn(List.of(), "", null, false);

  public Turn {
    restarts = List.copyOf(restarts);
  }
}
