package dev.releaserecord.status.event;

import dev.releaserecord.api.RollbackStatus;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.history.Detour;

/** What is said of a rollback before anything of it is done. */
final class WayBack {

  private WayBack() {}

  /** What was verified may not be quite what will run: digests alone go back. */
  static String note(Observation observation, RollbackStatus begun) {
    String changed =
        observation
            .history()
            .find(begun.to())
            .map(observation::changes)
            .filter(changes -> !changes.isEmpty())
            .map(changes -> "; " + Detour.SINCE + String.join(", ", changes.values()))
            .orElse("");
    return "going back to the verified digest set "
        + begun.to()
        + " from "
        + begun.from()
        + ": "
        + begun.reason()
        + changed;
  }
}
