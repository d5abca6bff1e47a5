package dev.releaserecord.app.status;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.Contention;
import dev.releaserecord.api.Evidence;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.PlanRow;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.RollbackStatus;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.ServiceWarning;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.app.command.Printable;
import dev.releaserecord.app.record.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a record stands, for a person: the record, its services, and what is wrong with each. */
final class StatusText {

  private final Standing standing;
  private final Look look;

  private StatusText(Standing standing, Look look) {
    this.standing = standing;
    this.look = look;
  }

  /** Ends with the end of a line. */
  static String of(Standing standing, Look look) {
    StatusText page = new StatusText(standing, look);
    return page.tree() + page.plan();
  }

  private String tree() {
    ReleaseRecordStatus status = standing.status();
    Tree root =
        new Tree(
            "ReleaseRecord %s in namespace %s: %s"
                .formatted(standing.name(), standing.namespace(), headline()));
    root.quote(facts(status));
    status.services().forEach(it -> service(root, it));
    status.checks().forEach(it -> check(root, it, "of the whole record "));
    for (Contention fight : status.contention()) {
      if (fight.stoppedAt() != null) {
        root.add(
            "%s, container %s: left as %s writes it, since %s"
                .formatted(
                    fight.workload(), fight.container(), fight.manager(), fight.stoppedAt()));
      }
    }
    return root.draw(look);
  }

  private String headline() {
    Tone tone = Tone.of(standing);
    return standing
        .ready()
        .map(it -> look.paint(tone, it.getReason()) + ", " + Printable.line(it.getMessage()))
        .orElseGet(() -> look.paint(tone, standing.headline()));
  }

  private static List<String> facts(ReleaseRecordStatus status) {
    List<String> facts = new ArrayList<>();
    optional(facts, "digest set", status.digestSet());
    if (!Objects.equals(status.enforcedSet(), status.digestSet())) {
      optional(facts, "kept is still", status.enforcedSet());
    }
    optional(facts, "approved by", status.approvedBy());
    RollbackStatus rollback = status.rollback();
    if (rollback != null) {
      optional(
          facts,
          "went back because of",
          Objects.requireNonNullElse(rollback.reason(), "a failure"));
    }
    return facts;
  }

  private static void optional(List<String> facts, String what, @Nullable String value) {
    if (value != null) {
      facts.add(what + " " + Printable.line(value));
    }
  }

  private void service(Tree root, ServiceStatus service) {
    String version = service.version() == null ? "" : " " + Printable.line(service.version());
    String cause = service.cause() == null ? "" : " (" + service.cause() + ")";
    String ready = service.ready() == null ? "" : ", " + service.ready() + " ready";
    Tree tree =
        root.add(
            service.name()
                + version
                + ": "
                + look.paint(Tone.of(service.phase()), service.phase() + cause)
                + ready);
    boolean well = service.phase() == Phase.Verified;
    if (!well && service.message() != null) {
      tree.add(Printable.line(service.message()));
    }
    if (service.workloads().size() > 1 || !well) {
      service.workloads().forEach(it -> workload(tree, it));
    }
    service.secrets().forEach(it -> secret(tree, it));
    service.checks().forEach(it -> check(tree, it, ""));
    for (ServiceWarning warning : service.warnings()) {
      tree.add(
          look.paint(Tone.UNDERWAY, "warning " + warning.reason())
              + (warning.message() == null ? "" : ": " + Printable.line(warning.message())));
    }
  }

  private static void workload(Tree tree, WorkloadStatus workload) {
    String ready = workload.ready() == null ? "" : ", " + workload.ready() + " ready";
    Tree line = tree.add(workload.kind() + "/" + workload.name() + ready);
    Evidence evidence = workload.evidence();
    if (evidence == null) {
      return;
    }
    Tree words =
        line.add("last words of " + evidence.pod() + "/" + evidence.container() + ended(evidence));
    if (evidence.message() != null) {
      words.quote(Printable.lines(evidence.message()));
    }
    if (evidence.log() != null) {
      words.quote(Printable.lines(evidence.log()));
    }
  }

  private static String ended(Evidence evidence) {
    String code = evidence.exitCode() == null ? "" : ", exit code " + evidence.exitCode();
    String signal = evidence.signal() == null ? "" : ", signal " + evidence.signal();
    return code + signal + (evidence.reason() == null ? "" : ", " + evidence.reason());
  }

  private static void secret(Tree tree, SecretStatus secret) {
    List<String> wrong = new ArrayList<>();
    if (secret.resolved() == null) {
      wrong.add("not seen");
    }
    if (!secret.missing().isEmpty()) {
      wrong.add("lacks " + String.join(", ", secret.missing()));
    }
    if (!secret.malformed().isEmpty()) {
      wrong.add("malformed " + String.join(", ", secret.malformed()));
    }
    if (secret.stalePods() > 0) {
      wrong.add(secret.stalePods() + " pods have older values");
    }
    if (!wrong.isEmpty()) {
      tree.add("Secret " + secret.name() + ": " + String.join("; ", wrong));
    }
  }

  /** Of those that passed it is enough to know that nothing else is said. */
  private void check(Tree tree, CheckStatus check, String whose) {
    if (check.outcome() == CheckOutcome.Passed) {
      return;
    }
    boolean wrong = check.outcome() != CheckOutcome.Pending;
    String outcome = check.outcome().toString();
    tree.add(
        "check "
            + whose
            + check.name()
            + ": "
            + look.paint(wrong ? Tone.BAD : Tone.UNDERWAY, outcome)
            + (check.message() == null ? "" : ", " + Printable.line(check.message())));
  }

  private String plan() {
    List<PlanRow> rows = standing.status().plan();
    if (rows.isEmpty()) {
      return "";
    }
    Tree tree = new Tree("NOT DONE YET");
    for (PlanRow row : rows) {
      String what =
          row.action() == null ? row.from() + " -> " + row.to() : Objects.toString(row.action());
      Tree line = tree.add(row.workload() + ": " + Printable.line(what));
      if (row.waitsFor() != null) {
        line.add(Printable.line(row.waitsFor()));
      }
    }
    return "\n" + tree.draw(look);
  }
}
