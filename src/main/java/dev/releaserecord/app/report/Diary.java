package dev.releaserecord.app.report;

import static dev.releaserecord.app.report.Markdown.code;
import static dev.releaserecord.app.report.Markdown.text;

import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.ClearingAttempt;
import dev.releaserecord.api.DriftEntry;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.RollbackStatus;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.Timestamps;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.app.record.Past;
import dev.releaserecord.app.record.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happened when, as far as the record and its history remember it, oldest first. */
final class Diary {

  private final List<Entry> entries = new ArrayList<>();

  private Diary() {}

  /**
   * One thing that happened.
   *
   * @param what as Markdown
   */
  record Entry(Instant at, String what) {}

  static List<Entry> of(Standing standing, Past past) {
    Diary diary = new Diary();
    ReleaseRecordStatus status = standing.status();
    Timestamps.read(standing.record().getMetadata().getCreationTimestamp())
        .ifPresent(at -> diary.add(at, "the record was made"));
    past.entries()
        .forEach(
            it ->
                diary.add(
                    it.set().verifiedAt(),
                    "verified and written down as revision %d: %s"
                        .formatted(it.revision(), code(it.set().digestSet()))));
    status.services().forEach(diary::service);
    diary.checks(status.checks(), "of the whole record");
    status.drift().forEach(diary::drift);
    diary.rollback(status.rollback());
    return diary.entries.stream().sorted(Comparator.comparing(Entry::at)).toList();
  }

  private void add(@Nullable Instant at, String what) {
    if (at != null) {
      entries.add(new Entry(at, what));
    }
  }

  private void service(ServiceStatus service) {
    String cause = service.cause() == null ? "" : " (" + text(service.cause()) + ")";
    add(service.since(), "%s: %s%s".formatted(text(service.name()), service.phase(), cause));
    service.workloads().forEach(this::workload);
    service.secrets().forEach(this::secret);
    checks(service.checks(), "of " + text(service.name()));
  }

  private void workload(WorkloadStatus workload) {
    String name = workload.kind() + "/" + text(workload.name());
    add(workload.since(), "the rollout of " + name + " began");
    ClearingAttempt clearing = workload.clearing();
    if (clearing != null) {
      add(
          clearing.at(),
          "to free %s: %s%s"
              .formatted(name, text(clearing.what()), clearing.done() ? "" : " (not done yet)"));
    }
  }

  private void secret(SecretStatus secret) {
    add(
        secret.changedAt(),
        "Secret %s changed"
            .formatted(code(Objects.requireNonNullElse(secret.resolved(), secret.name()))));
  }

  private void checks(List<CheckStatus> checks, String whose) {
    for (CheckStatus check : checks) {
      add(
          check.at(),
          "check %s %s: %s%s"
              .formatted(
                  text(check.name()),
                  whose,
                  check.outcome(),
                  check.message() == null ? "" : ", " + text(check.message())));
    }
  }

  private void drift(DriftEntry drift) {
    add(
        drift.at(),
        "%s wrote %s into container %s of %s; %s"
            .formatted(
                code(Objects.requireNonNullElse(drift.manager(), "somebody")),
                code(drift.image()),
                code(drift.container()),
                text(drift.workload()),
                drift.corrected() ? "set back" : "left as it is"));
  }

  private void rollback(@Nullable RollbackStatus rollback) {
    if (rollback != null) {
      add(
          rollback.at(),
          "went back from %s to %s%s"
              .formatted(
                  code(rollback.from()),
                  code(rollback.to()),
                  rollback.reason() == null ? "" : ": " + text(rollback.reason())));
    }
  }
}
