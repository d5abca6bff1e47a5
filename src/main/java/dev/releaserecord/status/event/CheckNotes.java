package dev.releaserecord.status.event;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.ReleaseRecordStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What events tell of checks: those that newly failed, and those that newly could not be run. */
final class CheckNotes {

  private CheckNotes() {}

  /** A check: whose it is, null for the record's, and where it stands. */
  private record Row(String owner, CheckStatus status) {

    /** Another run of the same that ends in the same way is no news. */
    private Row key() {
      return new Row(
          owner,
          new CheckStatus(
              status.name(),
              status.when(),
              status.outcome(),
              null,
              null,
              null,
              null,
              status.proves()));
    }

    private String text() {
      return (owner.isEmpty() ? "" : owner + ": ")
          + "check "
          + status.name()
          + ": "
          + Objects.requireNonNullElse(status.message(), "");
    }
  }

  static List<EventDraft> between(ReleaseRecordStatus previous, ReleaseRecordStatus next) {
    Map<Row, Row> before =
        rows(previous).collect(Collectors.toMap(Row::key, row -> row, (one, _) -> one));
    return Stream.of(
            told(CheckOutcome.Failed, "CheckFailed", before, next),
            told(CheckOutcome.Errored, "CheckErrored", before, next))
        .flatMap(drafts -> drafts)
        .toList();
  }

  private static Stream<EventDraft> told(
      CheckOutcome outcome, String reason, Map<Row, Row> before, ReleaseRecordStatus next) {
    String notes =
        rows(next)
            .filter(row -> row.status.outcome() == outcome && !before.containsKey(row.key()))
            .map(Row::text)
            .collect(Collectors.joining("; "));
    return notes.isEmpty()
        ? Stream.empty()
        : Stream.of(new EventDraft(null, null, true, reason, "RunCheck", notes));
  }

  private static Stream<Row> rows(ReleaseRecordStatus status) {
    return Stream.concat(
        status.services().stream()
            .flatMap(service -> service.checks().stream().map(it -> new Row(service.name(), it))),
        status.checks().stream().map(it -> new Row("", it)));
  }
}
