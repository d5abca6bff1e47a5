package dev.releaserecord.fault.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a record requires approval no workload gets a declared image before somebody gave one for
 * the record as it was then.
 */
final class ApprovedFirst implements Invariant {

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
                  "at %d %s/%s was pinned, and nobody had approved it"
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

  /** Those given after the spec had become what it was at the pin. */
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
        .filter(it -> it.object().at("/spec/record").asText().equals(record.name()));
  }

  private static long generation(Revision record) {
    return record.object().at("/metadata/generation").asLong();
  }
}
