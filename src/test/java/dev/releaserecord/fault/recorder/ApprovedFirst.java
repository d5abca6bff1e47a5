package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a record requires approval no workload gets a declared image before somebody gave one for
 * the record as it was then, nor after all of them have ended or were taken back.
 */
public final class ApprovedFirst implements Invariant {

  /**
   * How long after the end of an approval a pin may still be seen: it was decided upon before, was
   * on its way, and so was the news of it.
   */
  public static final Duration MARGIN = Duration.ofSeconds(2);

  static final String NAME = "approval comes first";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    for (List<Revision> history : account.workloads()) {
      boolean carried = false;
      for (Revision revision : history) {
        boolean carries = carries(account, revision);
        if (carries
            && !carried
            && !account.edits().contains(revision.number())
            && unapproved(account, revision)) {
          found.add(
              account.violation(
                  NAME,
                  "at %d %s/%s was pinned, and no approval stood for it"
                      .formatted(revision.number(), revision.resource(), revision.name()),
                  revision.resource(),
                  revision.name()));
        }
        carried = carries;
      }
    }
    return found;
  }

  private static boolean carries(Account account, Revision workload) {
    return account.declaredUntil(workload.number()).stream()
        .flatMap(it -> it.workloads().stream())
        .filter(it -> workload.is(it.resource(), it.name()))
        .anyMatch(it -> !it.image().isEmpty() && Workloads.carries(workload.object(), it.image()));
  }

  private static boolean unapproved(Account account, Revision pin) {
    Optional<Revision> record =
        account
            .records()
            .filter(it -> it.number() < pin.number())
            .filter(
                it ->
                    Declaration.of(it.object()).workloads().stream()
                        .anyMatch(wanted -> pin.is(wanted.resource(), wanted.name())))
            .reduce((_, later) -> later);
    return record
        .filter(it -> required(it) && approvals(account, it, pin).findAny().isEmpty())
        .isPresent();
  }

  private static boolean required(Revision record) {
    return record.object().at("/spec/approval").asText().equals("Required");
  }

  /** Those given after the spec had become what it was at the pin, and that stood until then. */
  private static Stream<Revision> approvals(Account account, Revision record, Revision pin) {
    long generation = generation(record);
    long since =
        account
            .records()
            .filter(it -> it.uid().equals(record.uid()) && generation(it) == generation)
            .mapToLong(Revision::number)
            .min()
            .orElse(Long.MAX_VALUE);
    return account.revisions().stream()
        .filter(it -> it.resource().equals("releaseapprovals") && !it.gone())
        .filter(it -> it.number() > since && it.number() < pin.number())
        .filter(it -> it.object().at("/spec/record").asText().equals(record.name()))
        .filter(it -> stands(account, it, account.seen(pin).minus(MARGIN)));
  }

  private static boolean stands(Account account, Revision approval, Instant at) {
    JsonNode expires = approval.object().at("/spec/expires");
    boolean ended = expires.isTextual() && Instant.parse(expires.asText()).isBefore(at);
    boolean revoked =
        account.of(approval.resource(), approval.name()).stream()
            .filter(it -> it.gone() && it.uid().equals(approval.uid()))
            .anyMatch(it -> account.seen(it).isBefore(at));
    return !ended && !revoked;
  }

  private static long generation(Revision record) {
    return record.object().at("/metadata/generation").asLong();
  }
}
