package dev.releaserecord.fault.recorder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One workload alone is restarted for what a Secret holds now; others only after all pods of that
 * one, or of any other, have run with it.
 */
final class RestartsInTurn implements Invariant {

  static final String NAME = "the first restart comes alone";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    Map<String, Restart> firsts = new HashMap<>();
    for (Restart restart : Restart.all(account)) {
      Restart first = firsts.computeIfAbsent(restart.value(), _ -> restart);
      if (!first.sameWorkload(restart) && !proven(account, written(account, first), restart)) {
        found.add(
            restart.violation(
                account, NAME, first.workload().name() + " came first and was not well yet"));
      }
    }
    return found;
  }

  /** When what it was restarted for was written. */
  private static long written(Account account, Restart restart) {
    return account.rotations().stream()
        .filter(it -> it < restart.number())
        .reduce(0L, (_, later) -> later);
  }

  private static boolean proven(Account account, long written, Restart restart) {
    return account.workloads().stream()
        .flatMap(List::stream)
        .filter(it -> it.number() > written && it.number() < restart.number())
        .filter(it -> Workloads.runs(it.resource(), it.object()))
        .anyMatch(it -> renewed(account, written, it));
  }

  private static boolean renewed(Account account, long written, Revision workload) {
    List<Revision> pods =
        account.podsOf(workload).stream().filter(pod -> !pod.beingDeleted()).toList();
    return !pods.isEmpty() && pods.stream().allMatch(pod -> account.born(pod) > written);
  }
}
