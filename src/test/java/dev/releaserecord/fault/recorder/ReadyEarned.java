package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.fault.proxy.Deed;
import dev.releaserecord.fault.proxy.Sighting;
import dev.releaserecord.fault.recorder.Declaration.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * No operator writes Ready True for a generation unless every workload that has a digest, as the
 * operator had been shown it, carries and runs that digest. A record that is Ready already may stay
 * so while pods of the same digests come and go: then the workload has to carry it.
 */
final class ReadyEarned implements Invariant {

  static final String NAME = "Ready is earned";

  /** What was shown this shortly before may not be in the status that is just being sent. */
  private static final Duration LAG = Duration.ofSeconds(2);

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    Map<String, Long> decided = new HashMap<>();
    for (Deed deed : account.deeds()) {
      JsonNode status = status(deed);
      if (status == null || !readyAt(status)) {
        continue;
      }
      // The same again is the same decision, however late.
      long at = decided.computeIfAbsent(deed.operator() + " " + status, _ -> deed.sent());
      wrong(account, deed, at, status).ifPresent(found::add);
    }
    return found;
  }

  private static @Nullable JsonNode status(Deed deed) {
    var target = deed.write().target();
    if (!target.resource().equals("releaserecords") || !target.subresource().equals("status")) {
      return null;
    }
    for (JsonNode operation : deed.write().body()) {
      if (operation.path("path").asText().equals("/status")) {
        return operation.path("value");
      }
    }
    return null;
  }

  private static boolean readyAt(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Ready")
          && condition.path("status").asText().equals("True")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Violation> wrong(Account account, Deed deed, long at, JsonNode status) {
    String record = deed.write().target().name();
    long generation = status.path("observedGeneration").asLong();
    Optional<Revision> spoken =
        account.of("releaserecords", record).stream()
            .filter(it -> it.object().at("/metadata/generation").asLong() == generation)
            .findFirst();
    if (spoken.isEmpty()) {
      return Optional.of(
          account.violation(
              NAME,
              "Ready of generation " + generation + ", never seen",
              "releaserecords",
              record));
    }
    boolean stays = alreadyReady(account, record, at, generation);
    return Declaration.of(spoken.get().object()).workloads().stream()
        .filter(wanted -> !wanted.image().isEmpty())
        .filter(wanted -> !earned(account, deed.operator(), at, wanted, stays))
        .findFirst()
        .map(
            wanted ->
                account.violation(
                    NAME,
                    "operator %d wrote Ready of generation %d, but had been shown no %s/%s that %s %s"
                        .formatted(
                            deed.operator(),
                            generation,
                            wanted.resource(),
                            wanted.name(),
                            stays ? "carries" : "runs",
                            wanted.image()),
                    wanted.resource(),
                    wanted.name()));
  }

  private static boolean alreadyReady(Account account, String record, long at, long generation) {
    return account.of("releaserecords", record).stream()
        .filter(it -> it.arrived() < at)
        .reduce((_, later) -> later)
        .filter(it -> it.says("Ready"))
        .filter(it -> it.object().at("/status/observedGeneration").asLong() == generation)
        .isPresent();
  }

  private static boolean earned(
      Account account, int operator, long at, Wanted wanted, boolean stays) {
    return shown(account, operator, at, wanted).stream()
        .flatMap(it -> account.revision(wanted.resource(), wanted.name(), it.number()).stream())
        .anyMatch(
            it ->
                Workloads.carries(it.object(), wanted.image())
                    && (stays || Workloads.runs(wanted.resource(), it.object())));
  }

  /** What the operator may have looked at when it decided. */
  private static List<Sighting> shown(Account account, int operator, long at, Wanted wanted) {
    List<Sighting> until =
        account.sightings().stream()
            .filter(it -> it.operator() == operator && it.at() <= at)
            .filter(
                it -> it.resource().equals(wanted.resource()) && it.name().equals(wanted.name()))
            .toList();
    int first = 0;
    for (int i = 0; i < until.size(); i++) {
      if (at - until.get(i).at() >= LAG.toNanos()) {
        first = i;
      }
    }
    return until.subList(first, until.size());
  }
}
