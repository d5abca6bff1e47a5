package dev.releaserecord.plan.clearing;

import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Diagnosis;
import dev.releaserecord.rollout.diagnosis.Facts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A workload whose template is right.
 *
 * @param cause why it does not move, once that has had its time; null while nothing needs clearing
 * @param ledger what was done about it so far
 * @param patience how long an attempt is given to show that it helped
 */
public record Patient(
    Facts facts, Diagnosis diagnosis, @Nullable Cause cause, Ledger ledger, Duration patience) {

  Workload workload() {
    return facts.workload();
  }
}
