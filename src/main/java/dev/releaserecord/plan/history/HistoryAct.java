package dev.releaserecord.plan.history;

import dev.releaserecord.api.RecordedSet;

/** One write of the history. */
public sealed interface HistoryAct {

  /** Name of the ControllerRevision. */
  String name();

  /** Writes a set down that was verified. */
  record Put(String name, long revision, RecordedSet set) implements HistoryAct {}

  /** A set that was verified before was verified again: it is the newest now. */
  record Renew(VerifiedSet set, long revision) implements HistoryAct {
    @Override
    public String name() {
      return set.keeping().name();
    }
  }

  /** Takes in a set of a record of the same name that was deleted and left it behind. */
  record Adopt(VerifiedSet set) implements HistoryAct {
    @Override
    public String name() {
      return set.keeping().name();
    }
  }

  /** Drops a set that is more than are to be kept. */
  record Drop(VerifiedSet set) implements HistoryAct {
    @Override
    public String name() {
      return set.keeping().name();
    }
  }
}
