package dev.releaserecord.fault.recorder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of one check no two Jobs run at the same time: they might work on the same database. Nor is one
 * made again that had ended: its answer was there.
 */
final class JobsAlone implements Invariant {

  static final String NAME = "one Job of a check at a time";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    Map<String, Revision> running = new HashMap<>();
    Map<String, String> ended = new HashMap<>();
    Set<String> told = new HashSet<>();
    for (Revision job : account.revisions()) {
      if (!job.resource().equals("jobs") || Jobs.check(job.object()).isEmpty()) {
        continue;
      }
      if (job.gone() || Jobs.ended(job.object())) {
        running.remove(job.uid());
        if (Jobs.ended(job.object())) {
          ended.putIfAbsent(job.name(), job.uid());
        }
        continue;
      }
      running.put(job.uid(), job);
      String why = why(job, running, ended);
      if (why != null && told.add(job.uid())) {
        found.add(
            account.violation(
                NAME, "at %d %s %s".formatted(job.number(), job.name(), why), "jobs", job.name()));
      }
    }
    return found;
  }

  private static @Nullable String why(
      Revision job, Map<String, Revision> running, Map<String, String> ended) {
    String before = ended.get(job.name());
    if (before != null && !before.equals(job.uid())) {
      return "was made again, and had ended before";
    }
    return running.values().stream()
        .filter(other -> !other.uid().equals(job.uid()))
        .filter(other -> Jobs.check(other.object()).equals(Jobs.check(job.object())))
        .filter(other -> owner(other).equals(owner(job)))
        .findFirst()
        .map(other -> "runs beside " + other.name())
        .orElse(null);
  }

  private static String owner(Revision job) {
    return job.object().at("/metadata/ownerReferences/0/uid").asText();
  }
}
