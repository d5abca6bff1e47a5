package dev.releaserecord.status;

import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.action.EvidenceTaken;
import java.util.List;
import java.util.stream.Stream;

/** What a person has to grant so that the operator sees all that it can use. */
final class MissingRights {

  private MissingRights() {}

  /** Each once, in a constant order: those of the caches, then those of evidence. */
  static List<String> of(Observation observation, List<ServiceStatus> services) {
    Stream<String> evidence =
        services.stream()
            .flatMap(service -> service.warnings().stream())
            .filter(warning -> warning.reason().equals(WorkloadRows.LOGS_UNAVAILABLE))
            .flatMap(warning -> Stream.ofNullable(warning.message()))
            .flatMap(MissingRights::of)
            .distinct()
            .sorted();
    return Stream.concat(observation.terms().missingRights().stream(), evidence).toList();
  }

  /** Verb and resource. */
  private static Stream<String> of(String trouble) {
    if (!trouble.startsWith(EvidenceTaken.MAY_NOT)) {
      return Stream.empty();
    }
    String[] words = trouble.substring(EvidenceTaken.MAY_NOT.length()).split(" ", 3);
    return words.length < 2 ? Stream.empty() : Stream.of(words[0] + " " + words[1]);
  }
}
