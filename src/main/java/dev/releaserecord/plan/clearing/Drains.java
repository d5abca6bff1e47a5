package dev.releaserecord.plan.clearing;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way back from a drain. It is taken whatever else holds: under a hold, a refused spec, a new
 * digest set. Zero replicas are nobody's wish but ours.
 */
public final class Drains {

  private Drains() {}

  /**
   * What is to be done about a drained Deployment now.
   *
   * @param period how long it stays at zero
   */
  public static Optional<Action> due(Workload workload, Duration period, Instant at) {
    Marks.Drain drain = workload.marks().drain();
    if (drain == null) {
      return Optional.empty();
    }
    String uid = workload.id().uid();
    if (!drain.owed()) {
      return Optional.of(new Action.LeaveScaled(workload.key(), uid, drain.label()));
    }
    Instant end = ends(workload, period);
    return end != null && at.isBefore(end)
        ? Optional.empty()
        : Optional.of(new Action.Restore(workload.key(), uid, drain.label(), drain.replicas()));
  }

  /** When it is to be scaled back; null where it is not drained, or nobody knows since when. */
  public static @Nullable Instant ends(Workload workload, Duration period) {
    Marks.Drain drain = workload.marks().drain();
    return drain == null || drain.since() == null ? null : drain.since().plus(period);
  }
}
