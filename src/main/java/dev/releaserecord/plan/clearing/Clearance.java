package dev.releaserecord.plan.clearing;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is done about one workload in this pass, and what is said of it.
 *
 * @param ledger as it is to stand in the status
 * @param action to be carried out now; null for none
 * @param words what is added to the message of its service
 * @param recheckAt when it goes on with nobody doing anything; null for never
 */
public record Clearance(
    WorkloadKey workload,
    Ledger ledger,
    @Nullable Action action,
    Words words,
    @Nullable Instant recheckAt) {

  /** Whether nothing is done and nothing was. */
  public boolean idle() {
    return action == null
        && recheckAt == null
        && words.equals(Words.NONE)
        && ledger.newest() == null;
  }

  /**
   * @param note added to the message; empty for nothing
   * @param planned what would be done if it were allowed; null where it is, or nothing would
   * @param spent whether everything was tried, so that a person has to go on
   */
  public record Words(String note, @Nullable String planned, boolean spent) {

    static final Words NONE = new Words("", null, false);

    static Words of(String note) {
      return new Words(note, null, false);
    }
  }
}
