package dev.releaserecord.plan.clearing;

import dev.releaserecord.api.WorkloadStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record's own clock of one workload: one for each digest set and pod template. A moment of
 * readiness does not set it back (a Deployment's own {@code Progressing} it does), only a service
 * that is verified ends it. It stands in the status, so that another process goes on with it.
 *
 * @param rollout which rollout it measures: digest set and revision
 * @param since when that began
 * @param running whether it is counted: from the first time that pods are missing
 */
public record RolloutClock(String rollout, Instant since, boolean running) {

  /**
   * @param rollout the set and, behind a slash, the revision; nothing behind it while nobody knows
   *     that one, as for the moment after each change of the workload: this is no other rollout
   * @param before what the last pass left of this workload
   * @param rolling whether pods of the release are missing now
   */
  public static RolloutClock next(
      String rollout, Optional<WorkloadStatus> before, boolean rolling, Instant at) {
    Optional<WorkloadStatus> same = before.filter(it -> same(rollout, it.rollout()));
    Optional<@Nullable Instant> going = same.map(WorkloadStatus::since);
    String known =
        same.map(WorkloadStatus::rollout).filter(_ -> rollout.endsWith("/")).orElse(rollout);
    return new RolloutClock(known, going.orElse(at), rolling || going.isPresent());
  }

  private static boolean same(String rollout, @Nullable String before) {
    return before != null
        && (rollout.equals(before)
            || rollout.endsWith("/") && before.startsWith(rollout)
            || before.endsWith("/") && rollout.startsWith(before));
  }
}
