package dev.releaserecord.plan.clearing;

import dev.releaserecord.plan.action.Action;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How stuck workloads are freed.
 *
 * @param restores drained Deployments that are scaled back now, or left to whoever scaled them
 * @param clearances of workloads that are pinned and that something is done about, or was
 * @param owing whether a Deployment is drained, or may be by now: the record must not go before
 *     that has been undone
 * @param recheckAt when the next one is to be scaled back; null for never
 */
public record ClearingWork(
    List<Action> restores, List<Clearance> clearances, boolean owing, @Nullable Instant recheckAt) {

  public ClearingWork {
    restores = List.copyOf(restores);
    clearances = List.copyOf(clearances);
  }

  /** To be done about stuck workloads, once their evidence has been taken. */
  public List<Action> actions() {
    return clearances.stream().flatMap(clearance -> Stream.ofNullable(clearance.action())).toList();
  }

  /** When something of it is to be looked at again. */
  public Stream<Instant> rechecks() {
    return Stream.concat(
        Stream.ofNullable(recheckAt),
        clearances.stream().flatMap(clearance -> Stream.ofNullable(clearance.recheckAt())));
  }
}
