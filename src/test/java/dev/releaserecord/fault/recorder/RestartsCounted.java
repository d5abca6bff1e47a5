package dev.releaserecord.fault.recorder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * No workload is restarted twice for the same content of a Secret, nor for none. All that depend on
 * Secrets in one run take the same of them, and no content comes back.
 */
final class RestartsCounted implements Invariant {

  static final String NAME = "one restart for each content";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    List<Restart> before = new ArrayList<>();
    Set<String> values = new HashSet<>();
    for (Restart restart : Restart.all(account)) {
      values.add(restart.value());
      long contents = account.rotations().stream().filter(it -> it < restart.number()).count();
      if (restart.value().isEmpty()) {
        found.add(restart.violation(account, NAME, "what for is not known any more"));
      } else if (before.stream().anyMatch(it -> same(it, restart))) {
        found.add(restart.violation(account, NAME, "it had been already"));
      } else if (values.size() > contents) {
        found.add(
            restart.violation(
                account, NAME, "%d values for %d contents".formatted(values.size(), contents)));
      }
      before.add(restart);
    }
    return found;
  }

  private static boolean same(Restart one, Restart other) {
    return one.sameWorkload(other) && one.value().equals(other.value());
  }
}
