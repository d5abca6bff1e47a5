package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.fault.proxy.Deed;
import dev.releaserecord.fault.proxy.Target;
import java.util.List;
import java.util.Optional;

/**
 * An operator deletes a pod only at the revision at which it knew it, and no Ready one; that goes
 * by eviction alone, with its uid, and only where its workload is updated on delete.
 */
final class ReadyPodsSpared implements Invariant {

  static final String NAME = "Ready pods are spared";

  @Override
  public List<Violation> check(Account account) {
    return account.deeds().stream().flatMap(it -> wrong(account, it).stream()).toList();
  }

  private static Optional<Violation> wrong(Account account, Deed deed) {
    Target target = deed.write().target();
    boolean delete = deed.write().method().equals("DELETE");
    if (!target.resource().equals("pods")) {
      return Optional.empty();
    }
    Optional<String> why =
        switch (target.subresource()) {
          case "" -> delete ? deletion(account, target, deed.write().body()) : Optional.empty();
          case "eviction" -> eviction(account, target, deed.write().body());
          default -> Optional.empty();
        };
    return why.map(it -> account.violation(NAME, deed.write() + ": " + it, "pods", target.name()));
  }

  private static Optional<String> deletion(Account account, Target target, JsonNode body) {
    if (target.name().isEmpty()) {
      return Optional.of("a whole collection");
    }
    JsonNode guard = body.path("preconditions");
    if (!guard.hasNonNull("uid") || !guard.hasNonNull("resourceVersion")) {
      return Optional.of("without uid and resourceVersion as preconditions");
    }
    return account
        .revision("pods", target.name(), guard.path("resourceVersion").asLong())
        .filter(pod -> pod.says("Ready") && !pod.beingDeleted())
        .map(_ -> "it was Ready");
  }

  private static Optional<String> eviction(Account account, Target target, JsonNode body) {
    if (!body.at("/deleteOptions/preconditions").hasNonNull("uid")) {
      return Optional.of("without its uid as a precondition");
    }
    boolean onDelete =
        account.of("pods", target.name()).stream()
            .flatMap(pod -> account.ownerOf(pod).stream())
            .anyMatch(owner -> Workloads.onDelete(owner.object()));
    return onDelete ? Optional.empty() : Optional.of("its workload is not updated on delete");
  }
}
