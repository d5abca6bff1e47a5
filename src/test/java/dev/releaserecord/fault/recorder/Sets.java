package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Digest sets that were verified, by what keeps them, and the labels of workloads. */
final class Sets {

  private static final String RECORD = "releaserecord.dev/record";
  private static final String SET = "releaserecord.dev/set";
  private static final String ALGORITHM = "sha256:";

  private Sets() {}

  /**
   * One thing that happened to what keeps a set.
   *
   * @param before all that stood until then, of whichever record
   */
  record Step(Revision revision, List<Revision> before) {

    /** What stood until then of the same record, itself included. */
    List<Revision> siblings() {
      return before.stream()
          .filter(it -> record(it.object()).equals(record(revision.object())))
          .toList();
    }
  }

  /** In the order in which it happened; what keeps other things than a record's history is not. */
  static List<Step> steps(Account account) {
    List<Step> steps = new ArrayList<>();
    Map<String, Revision> standing = new LinkedHashMap<>();
    for (Revision revision : account.revisions()) {
      if (!revision.resource().equals("controllerrevisions")
          || record(revision.object()).isEmpty()) {
        continue;
      }
      steps.add(new Step(revision, List.copyOf(standing.values())));
      if (revision.gone()) {
        standing.remove(revision.name());
      } else {
        standing.put(revision.name(), revision);
      }
    }
    return steps;
  }

  /** Whether a set had been recorded by then, whatever became of it. */
  static boolean recorded(Account account, String digestSet, long until) {
    return account.revisions().stream()
        .filter(it -> it.resource().equals("controllerrevisions") && it.number() < until)
        .anyMatch(it -> set(it.object()).equals(digestSet));
  }

  static String record(JsonNode keeper) {
    return keeper.at("/metadata/labels").path(RECORD).asText();
  }

  static String set(JsonNode keeper) {
    return keeper.at("/data/digestSet").asText();
  }

  /** The highest was verified last. */
  static long rank(JsonNode keeper) {
    return keeper.path("revision").asLong();
  }

  /** Whether the label of a workload says that it was pinned to that set. */
  static boolean pinnedTo(JsonNode workload, String digestSet) {
    String label = workload.at("/metadata/labels").path(SET).asText();
    return !label.isEmpty() && digestSet.substring(ALGORITHM.length()).startsWith(label);
  }

  /** Whether every workload of the set carries what it had then. */
  static boolean runs(Account account, JsonNode keeper, long at) {
    List<Boolean> carried = new ArrayList<>();
    for (JsonNode service : keeper.at("/data/services")) {
      String image = service.path("image").asText() + "@" + service.path("digest").asText();
      for (JsonNode workload : service.path("workloads")) {
        String resource = Workloads.resource(workload.path("kind").asText());
        carried.add(
            latest(account, resource, workload.path("name").asText(), at)
                .filter(it -> Workloads.carries(it.object(), image))
                .isPresent());
      }
    }
    return !carried.isEmpty() && carried.stream().allMatch(it -> it);
  }

  /** An object as it was just before that. */
  static Optional<Revision> latest(Account account, String resource, String name, long before) {
    return account.of(resource, name).stream()
        .filter(it -> it.number() < before)
        .reduce((_, later) -> later)
        .filter(it -> !it.gone());
  }
}
