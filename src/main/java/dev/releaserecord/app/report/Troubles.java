package dev.releaserecord.app.report;

import static dev.releaserecord.app.report.Markdown.code;
import static dev.releaserecord.app.report.Markdown.text;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.Evidence;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is wrong with each service, and why: cause, next step, and what was found. */
final class Troubles {

  private final Markdown page;

  private Troubles(Markdown page) {
    this.page = page;
  }

  /** Writes the section, if there is something to write. */
  static void write(Markdown page, List<ServiceStatus> services, List<CheckStatus> ofRecord) {
    List<ServiceStatus> wrong = services.stream().filter(Troubles::isWrong).toList();
    List<String> checks = checks(ofRecord);
    if (wrong.isEmpty() && checks.isEmpty()) {
      return;
    }
    page.heading(2, "What is wrong, and why");
    Troubles troubles = new Troubles(page);
    wrong.forEach(troubles::service);
    if (!checks.isEmpty()) {
      page.heading(3, "The release as a whole").list(checks);
    }
  }

  /** Whether somebody has to do something about it, as opposed to one that is on its way. */
  static boolean isWrong(ServiceStatus service) {
    return switch (service.phase()) {
      case Verified -> false;
      case Failed, Stuck, Blocked, RolledBack, Held, AwaitingApproval -> true;
      case Waiting, RollingOut, Checking, AwaitingDigest -> service.cause() != null;
    };
  }

  /** Whether it is on its way. */
  static boolean isUnderWay(ServiceStatus service) {
    return service.phase() != Phase.Verified && !isWrong(service);
  }

  private void service(ServiceStatus service) {
    String cause = service.cause() == null ? "" : " (" + text(service.cause()) + ")";
    page.heading(3, Digests.title(service) + ": " + service.phase() + cause);
    if (service.message() != null) {
      page.block(text(service.message()));
    }
    List<String> facts = new ArrayList<>();
    if (service.since() != null) {
      facts.add("since " + ReleasePage.time(service.since()));
    }
    service.workloads().forEach(it -> facts.add(workload(it)));
    service.secrets().stream().flatMap(Troubles::secret).forEach(facts::add);
    facts.addAll(checks(service.checks()));
    page.list(facts);
    service.workloads().forEach(it -> evidence(it.evidence()));
  }

  private static String workload(WorkloadStatus workload) {
    String ready = workload.ready() == null ? "" : ": " + workload.ready() + " ready";
    String running =
        workload.running().isEmpty()
            ? ""
            : ", runs "
                + workload.running().stream().map(Markdown::code).collect(Collectors.joining(", "));
    String cleared =
        workload.clearAttempts() == 0
            ? ""
            : ", tried to free it " + times(workload.clearAttempts());
    return workload.kind() + "/" + text(workload.name()) + ready + running + cleared;
  }

  private static String times(int number) {
    return number == 1 ? "once" : number + " times";
  }

  private static Stream<String> secret(SecretStatus secret) {
    Stream.Builder<String> wrong = Stream.builder();
    String name = "Secret " + code(secret.name());
    if (!secret.missing().isEmpty()) {
      wrong.add(name + " lacks " + codes(secret.missing()));
    }
    if (!secret.malformed().isEmpty()) {
      wrong.add(
          name + " has values that break the rules of the record: " + codes(secret.malformed()));
    }
    if (secret.stalePods() > 0) {
      wrong.add(name + ": pods on older values: " + secret.stalePods());
    }
    return wrong.build();
  }

  private static String codes(List<String> values) {
    return values.stream().map(Markdown::code).collect(Collectors.joining(", "));
  }

  private static List<String> checks(List<CheckStatus> checks) {
    return checks.stream()
        .filter(it -> it.outcome() == CheckOutcome.Failed || it.outcome() == CheckOutcome.Errored)
        .map(
            it ->
                "check %s: %s%s"
                    .formatted(
                        code(it.name()),
                        it.outcome(),
                        it.message() == null ? "" : ", " + text(it.message())))
        .toList();
  }

  /** Redacted when it was taken: it stands in the status so. */
  private void evidence(@Nullable Evidence evidence) {
    if (evidence == null) {
      return;
    }
    List<String> ended = new ArrayList<>();
    if (evidence.exitCode() != null) {
      ended.add("exit code " + evidence.exitCode());
    }
    if (evidence.signal() != null) {
      ended.add("signal " + evidence.signal());
    }
    if (evidence.reason() != null) {
      ended.add(text(evidence.reason()));
    }
    String how = ended.isEmpty() ? "" : ", " + String.join(", ", ended);
    page.block(
        "Last words of container %s in pod %s%s:"
            .formatted(code(evidence.container()), code(evidence.pod()), how));
    String words =
        Stream.of(evidence.message(), evidence.log())
            .filter(it -> it != null && !it.isBlank())
            .collect(Collectors.joining("\n"));
    page.fence(words.isEmpty() ? "(it wrote nothing, or nothing that may be shown)" : words);
  }
}
