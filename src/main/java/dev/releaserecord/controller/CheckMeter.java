package dev.releaserecord.controller;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.ReleaseRecordStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells which runs of checks have ended since the last status: each is told of once. */
final class CheckMeter {

  /** A row of the status; two of one check differ at least in when it was run. */
  private record Row(String owner, CheckStatus check) {}

  private CheckMeter() {}

  static List<CheckOutcome> ended(ReleaseRecordStatus before, ReleaseRecordStatus next) {
    Set<Row> known = rows(before).collect(Collectors.toSet());
    return rows(next)
        .filter(row -> row.check.at() != null && !known.contains(row))
        .map(row -> row.check.outcome())
        .filter(outcome -> outcome != CheckOutcome.Pending)
        .toList();
  }

  private static Stream<Row> rows(ReleaseRecordStatus status) {
    return Stream.concat(
        status.services().stream()
            .flatMap(service -> service.checks().stream().map(it -> new Row(service.name(), it))),
        status.checks().stream().map(it -> new Row("", it)));
  }
}
