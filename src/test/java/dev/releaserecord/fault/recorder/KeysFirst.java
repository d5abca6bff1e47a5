package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * No workload gets a declared image while a Secret lacks a key that its service needs: the rollout
 * would crash for want of it.
 */
final class KeysFirst implements Invariant {

  static final String NAME = "keys come first";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    for (List<Revision> history : account.workloads()) {
      boolean carried = false;
      for (Revision revision : history) {
        boolean carries = declared(account, revision).anyMatch(it -> carries(revision, it));
        if (carries && !carried && !account.edits().contains(revision.number())) {
          missing(account, revision)
              .map(
                  key ->
                      account.violation(
                          NAME,
                          "at %d %s/%s was pinned, and %s did not exist"
                              .formatted(
                                  revision.number(), revision.resource(), revision.name(), key),
                          revision.resource(),
                          revision.name()))
              .ifPresent(found::add);
        }
        carried = carries;
      }
    }
    return found;
  }

  private static boolean carries(Revision workload, Declaration.Wanted wanted) {
    return !wanted.image().isEmpty() && Workloads.carries(workload.object(), wanted.image());
  }

  private static Stream<Declaration.Wanted> declared(Account account, Revision revision) {
    return account.declaredUntil(revision.number()).stream()
        .flatMap(it -> it.workloads().stream())
        .filter(it -> revision.is(it.resource(), it.name()));
  }

  /** The first key that it needs, by the records of then, and that no Secret had. */
  private static Optional<String> missing(Account account, Revision workload) {
    return account
        .records()
        .filter(it -> it.number() < workload.number())
        .flatMap(it -> services(it.object()))
        .filter(service -> service.path("name").asText().equals(workload.name()))
        .flatMap(service -> elements(service.path("secrets")))
        .flatMap(
            secret ->
                elements(secret.path("keys"))
                    .map(JsonNode::asText)
                    .filter(key -> !has(account, secret.path("name").asText(), key, workload))
                    .map(key -> "key " + key + " of Secret " + secret.path("name").asText()))
        .findFirst();
  }

  private static boolean has(Account account, String secret, String key, Revision until) {
    return account.of("secrets", secret).stream()
        .filter(it -> it.number() < until.number())
        .reduce((_, later) -> later)
        .filter(it -> it.object().path("data").has(key))
        .isPresent();
  }

  private static Stream<JsonNode> services(JsonNode record) {
    return elements(record.at("/spec/services"));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return array.valueStream();
  }
}
