package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the Jobs of checks as the API server sends them. */
final class Jobs {

  private static final String CHECK = "releaserecord.dev/check";

  private Jobs() {}

  /** Which check of which service, and when it is due; empty where it is not that of a check. */
  static String check(JsonNode job) {
    return job.at("/metadata/annotations").path(CHECK).asText();
  }

  /** Whether it will do nothing more. */
  static boolean ended(JsonNode job) {
    return job.at("/status/conditions")
        .valueStream()
        .anyMatch(
            it ->
                it.path("type").asText().matches("Complete|Failed")
                    && it.path("status").asText().equals("True"));
  }

  /** Whether a record has a check of that name that is a Job, for that service or for itself. */
  static boolean declares(Revision record, String check) {
    String[] words = check.split("/", -1);
    JsonNode spec = record.object().path("spec");
    return words.length == 2 && names(spec, words[0])
        || words.length == 3
            && spec.path("services")
                .valueStream()
                .anyMatch(it -> it.path("name").asText().equals(words[0]) && names(it, words[1]));
  }

  private static boolean names(JsonNode owner, String check) {
    return owner
        .path("checks")
        .valueStream()
        .anyMatch(it -> it.path("name").asText().equals(check) && it.has("job"));
  }
}
