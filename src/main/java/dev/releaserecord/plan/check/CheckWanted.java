package dev.releaserecord.plan.check;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.plan.release.CheckRule;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check is to be run. The same one is wanted in every pass until its answer stands in the status:
 * two that are equal are one run, whichever process begins it.
 *
 * @param proves what its passing is taken for, as {@link Series} writes it into the status
 * @param since when it was first due for that; it stands in the status before it is run
 * @param last when it was last run for that and could not be asked, or was asked too early; null
 *     for the first run
 */
public record CheckWanted(
    Subject subject, CheckRule rule, String proves, Instant since, @Nullable Instant last) {

  /**
   * On whose behalf.
   *
   * @param service null for the record as a whole
   * @param workloads of the service: their ready pods are asked where a check names no Service
   */
  public record Subject(@Nullable String service, CheckMoment moment, List<WorkloadKey> workloads) {
    public Subject {
      workloads = List.copyOf(workloads);
    }
  }
}
