package dev.releaserecord.fault.recorder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A pod template to which an operator wrote what it is restarted for.
 *
 * @param workload as it was then
 * @param value what for; empty where that was taken away
 */
record Restart(Revision workload, String value) {

  /** All of them, in their order. */
  static List<Restart> all(Account account) {
    List<Restart> restarts = new ArrayList<>();
    for (List<Revision> history : account.workloads()) {
      String before = Workloads.restartedFor(history.getFirst().object());
      for (Revision revision : history) {
        String value = Workloads.restartedFor(revision.object());
        if (!value.equals(before) && !account.edits().contains(revision.number())) {
          restarts.add(new Restart(revision, value));
        }
        before = value;
      }
    }
    restarts.sort(Comparator.comparingLong(Restart::number));
    return restarts;
  }

  long number() {
    return workload.number();
  }

  boolean sameWorkload(Restart other) {
    return workload.is(other.workload.resource(), other.workload.name());
  }

  Violation violation(Account account, String invariant, String why) {
    return account.violation(
        invariant,
        "at %d %s/%s was restarted for %s: %s"
            .formatted(number(), workload.resource(), workload.name(), value, why),
        workload.resource(),
        workload.name());
  }
}
