package dev.releaserecord.fault.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An image that nobody else wrote is one that the record declares for that workload. */
final class ImagesDeclared implements Invariant {

  static final String NAME = "images are declared";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    for (List<Revision> history : account.workloads()) {
      Map<String, String> before = Workloads.images(history.getFirst().object());
      for (Revision revision : history) {
        Map<String, String> now = Workloads.images(revision.object());
        if (!now.equals(before)
            && !account.edits().contains(revision.number())
            && !declared(account, revision, before, now)) {
          found.add(
              account.violation(
                  NAME,
                  "at %d %s/%s got images %s that no record declares for it"
                      .formatted(revision.number(), revision.resource(), revision.name(), now),
                  revision.resource(),
                  revision.name()));
        }
        before = now;
      }
    }
    return found;
  }

  private static boolean declared(
      Account account, Revision revision, Map<String, String> before, Map<String, String> now) {
    Set<String> declared =
        account.declaredUntil(revision.number()).stream()
            .flatMap(it -> it.workloads().stream())
            .filter(it -> revision.is(it.resource(), it.name()))
            .map(Declaration.Wanted::image)
            .collect(Collectors.toSet());
    return now.entrySet().stream()
        .filter(it -> !it.getValue().equals(before.get(it.getKey())))
        .allMatch(it -> declared.contains(it.getValue()));
  }
}
