package dev.releaserecord.plan.history;

import org.jspecify.annotations.Nullable;

/** What became of a write of the history. */
public sealed interface HistoryResult {

  HistoryAct act();

  /**
   * It was written, or was so already.
   *
   * @param set as it stands now; null where it is gone, or the watch will bring it
   */
  record Done(HistoryAct act, @Nullable VerifiedSet set) implements HistoryResult {}

  /**
   * A right is missing, or the write is refused.
   *
   * @param message what, and what to do
   */
  record Refused(HistoryAct act, String message) implements HistoryResult {}

  /** It could not be written just now. */
  record Later(HistoryAct act) implements HistoryResult {}
}
