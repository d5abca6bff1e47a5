package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The replicas of a workload are those that its user gave it; only a Deployment may have 0 instead,
 * and then the label tells the user's number. Whoever scales has the last word.
 */
final class ReplicasKept implements Invariant {

  static final String NAME = "replicas are kept";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    for (List<Revision> history : account.workloads()) {
      check(account, history, found);
    }
    return found;
  }

  private static void check(Account account, List<Revision> history, List<Violation> found) {
    int original = Workloads.replicas(history.getFirst().object());
    for (Revision revision : history) {
      JsonNode object = revision.object();
      int replicas = Workloads.replicas(object);
      boolean drained = revision.resource().equals("deployments") && drained(object, original);
      if (account.edits().contains(revision.number()) && !drained) {
        original = replicas;
      }
      if (replicas != original && !drained) {
        found.add(
            account.violation(
                NAME,
                "at %d %s/%s has %d replicas, its user wants %d"
                    .formatted(
                        revision.number(),
                        revision.resource(),
                        revision.name(),
                        replicas,
                        original),
                revision.resource(),
                revision.name()));
        return;
      }
    }
  }

  private static boolean drained(JsonNode object, int original) {
    return Workloads.replicas(object) == 0
        && Integer.toString(original).equals(Workloads.restore(object));
  }
}
