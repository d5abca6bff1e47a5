package dev.releaserecord.plan.clearing;

import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Diagnosis;
import dev.releaserecord.rollout.diagnosis.Facts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workload whose template is right.
 *
 * @param cause why it does not move, once that has had its time; null while nothing needs clearing
 * @param ledger what was done about it so far
 * @param patience how long an attempt is given to show that it helped
 * @param mended when a Secret or a ConfigMap changed that its pods were started with; null where
 *     none did
 */
public record Patient(
    Facts facts,
    Diagnosis diagnosis,
    @Nullable Cause cause,
    Ledger ledger,
    Duration patience,
    @Nullable Instant mended) {

  /** Whether a pod may crash for want of what has been mended since it was started. */
  boolean mendedSince(Pod pod) {
    return mended != null && !pod.life().created().isAfter(mended);
  }

  boolean crashes() {
    return cause == Cause.CrashLoop || cause == Cause.InitCrashLoop;
  }

  Workload workload() {
    return facts.workload();
  }
}
