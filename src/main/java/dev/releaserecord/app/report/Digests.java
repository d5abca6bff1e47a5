package dev.releaserecord.app.report;

import static dev.releaserecord.app.report.Markdown.code;
import static dev.releaserecord.app.report.Markdown.text;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.app.record.Past;
import dev.releaserecord.app.record.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The digests of the release with their versions, and those of the sets that were verified. */
final class Digests {

  private static final int DIGITS = 12;

  private Digests() {}

  /** Name and version of a service, as Markdown. */
  static String title(ServiceStatus service) {
    return service.version() == null
        ? text(service.name())
        : text(service.name()) + " " + text(service.version());
  }

  static void write(Markdown page, List<ServiceStatus> services) {
    page.heading(2, "Digests")
        .table(
            List.of("Service", "Version", "Image", "Phase", "Ready", "Checks"),
            services.stream().map(Digests::row).toList());
  }

  private static List<String> row(ServiceStatus service) {
    return List.of(
        text(service.name()),
        text(service.version()),
        service.image() == null ? "no digest yet" : code(service.image()),
        service.phase().name(),
        text(service.ready()),
        checks(service.checks()));
  }

  /** Such as: 2 of 3 passed. */
  private static String checks(List<CheckStatus> checks) {
    long passed = checks.stream().filter(it -> it.outcome() == CheckOutcome.Passed).count();
    return checks.isEmpty() ? "none" : passed + " of " + checks.size() + " passed";
  }

  /** The sets that were verified, and how to go back to one. */
  static void history(Markdown page, Standing standing, Past past) {
    if (past.entries().isEmpty()) {
      return;
    }
    page.heading(2, "Verified so far")
        .table(
            List.of("Revision", "Digest set", "Verified", "Approved by", "Versions", ""),
            past.entries().stream().map(it -> row(standing, it)).toList());
    wayBack(standing, past)
        .ifPresent(
            set ->
                page.block("The way back to the one before:")
                    .fence(
                        "release-operator rollback %s --namespace %s --to %s"
                            .formatted(
                                standing.name(),
                                standing.namespace(),
                                set.substring(set.indexOf(':') + 1).substring(0, DIGITS))));
  }

  private static List<String> row(Standing standing, Past.Entry entry) {
    RecordedSet set = entry.set();
    List<String> marks = new ArrayList<>();
    if (set.digestSet().equals(standing.status().enforcedSet())) {
      marks.add("runs now");
    }
    if (standing.record().getSpec().refuse().contains(set.digestSet())) {
      marks.add("refused");
    }
    String versions =
        set.services().stream()
            .filter(it -> it.version() != null)
            .map(it -> text(it.name()) + " " + text(it.version()))
            .collect(Collectors.joining(", "));
    return List.of(
        String.valueOf(entry.revision()),
        code(set.digestSet()),
        set.verifiedAt() == null ? "" : ReleasePage.time(set.verifiedAt()),
        text(set.approvedBy()),
        versions,
        String.join(", ", marks));
  }

  /** The newest that does not run now and is not refused. */
  private static Optional<String> wayBack(Standing standing, Past past) {
    return past.entries().stream()
        .map(it -> it.set().digestSet())
        .filter(set -> !Objects.equals(set, standing.status().enforcedSet()))
        .filter(set -> !standing.record().getSpec().refuse().contains(set))
        .filter(set -> set.length() > "sha256:".length() + DIGITS)
        .findFirst();
  }
}
