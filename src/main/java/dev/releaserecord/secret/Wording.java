package dev.releaserecord.secret;

import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.List;
import java.util.stream.Collectors;

/** Sentences that several verdicts share. */
final class Wording {

  /** So many of those that need the same are named. */
  private static final int NAMED = 3;

  private Wording() {}

  static String key(ObjectRef object, String key) {
    return "key " + key + " of " + object;
  }

  /** {@code a needs}, {@code a and b need}, {@code a, b, c and 2 more need}. */
  static String need(List<String> by) {
    if (by.size() == 1) {
      return by.getFirst() + " needs";
    }
    if (by.size() <= NAMED) {
      return String.join(", ", by.subList(0, by.size() - 1)) + " and " + by.getLast() + " need";
    }
    return by.stream().limit(NAMED).collect(Collectors.joining(", "))
        + " and "
        + (by.size() - NAMED)
        + " more need";
  }

  static String credentials(WorkloadKey workload, List<String> images, List<String> missing) {
    String none =
        missing.isEmpty()
            ? "imagePullSecrets of " + workload + " hold no credentials for "
            : "imagePullSecrets of "
                + workload
                + " names "
                + missing.stream().map(name -> "Secret " + name).collect(Collectors.joining(", "))
                + ", which does not exist, and nothing else in it has credentials for ";
    return none
        + String.join(", ", images)
        + "; create it with `kubectl create secret docker-registry`, or take it out of the"
        + " template if nodes can pull without";
  }
}
