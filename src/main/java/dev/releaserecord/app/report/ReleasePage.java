package dev.releaserecord.app.report;

import static dev.releaserecord.app.report.Markdown.code;
import static dev.releaserecord.app.report.Markdown.text;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.Hold;
import dev.releaserecord.api.PlanRow;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.app.record.Past;
import dev.releaserecord.app.record.Standing;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A release as a page that people keep: the diary that they would have written themselves. */
final class ReleasePage {

  /** A page that nobody reads to its end helps nobody. */
  private static final int LONGEST_DIARY = 100;

  /** Of the conditions those that sum the others up. */
  private static final Set<String> SUMS = Set.of("Ready", "Reconciling", "Stalled");

  private final Standing standing;
  private final ReleaseRecordStatus status;
  private final Past past;
  private final Markdown page = new Markdown();

  private ReleasePage(Standing standing, Past past) {
    this.standing = standing;
    this.status = standing.status();
    this.past = past;
  }

  /**
   * Ends with the end of a line.
   *
   * @param past empty where nothing was verified, or it may not be read
   * @param at when the page is written
   */
  static String of(Standing standing, Past past, Instant at) {
    return new ReleasePage(standing, past).write(at);
  }

  /** To the second, as Kubernetes writes it. */
  static String time(@Nullable Instant instant) {
    return instant == null ? "" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String write(Instant at) {
    head(at);
    nextStep();
    Troubles.write(page, status.services(), status.checks());
    underWay();
    verified();
    Digests.write(page, status.services());
    plan();
    warnings();
    diary();
    Digests.history(page, standing, past);
    return page.page();
  }

  private void head(Instant at) {
    page.heading(
        1,
        "Release %s in namespace %s: %s"
            .formatted(
                text(standing.name()),
                text(standing.namespace()),
                standing.ready().map(Condition::getReason).orElse("not looked at yet")));
    if (status.summary() != null) {
      page.block(text(status.summary()));
    }
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("Written", time(at)));
    facts.add(List.of("Pinned", text(status.pinned())));
    facts.add(List.of("Ready", text(status.ready())));
    facts.add(List.of("Digest set", code(status.digestSet())));
    if (!Objects.equals(status.digestSet(), status.enforcedSet())) {
      facts.add(List.of("Kept is still", code(status.enforcedSet())));
    }
    facts.add(List.of("Approved by", text(status.approvedBy())));
    facts.add(List.of("On hold", hold()));
    facts.removeIf(it -> it.getLast().isEmpty());
    page.table(List.of("", ""), facts);
  }

  private String hold() {
    Hold hold = standing.record().getSpec().hold();
    if (hold == null) {
      return "";
    }
    return text(hold.reason()) + (hold.until() == null ? "" : ", until " + text(hold.until()));
  }

  /** The message of Ready is the summary, and what to do. */
  private void nextStep() {
    page.heading(2, "Next step");
    String message = standing.ready().map(Condition::getMessage).orElseGet(standing::headline);
    String summary = Objects.requireNonNullElse(status.summary(), "");
    String rest =
        message.startsWith(summary) ? message.substring(summary.length()).strip() : message;
    String step = rest.replaceFirst("^[.;]\\s*", "");
    if (!step.isEmpty()) {
      page.block(text(step));
    } else if (standing.isReady()) {
      page.block(
          "Nothing is left to do."
              + (hasWarnings() ? " The warnings below want somebody's eye." : ""));
    } else {
      page.block("Nothing but to wait: what is under way goes on by itself.");
    }
  }

  private boolean hasWarnings() {
    return status.services().stream().anyMatch(it -> !it.warnings().isEmpty());
  }

  private void underWay() {
    List<ServiceStatus> services = status.services().stream().filter(Troubles::isUnderWay).toList();
    if (services.isEmpty()) {
      return;
    }
    page.heading(2, "What is under way")
        .table(
            List.of("Service", "Phase", "Since", "Why"),
            services.stream()
                .map(
                    it ->
                        List.of(
                            Digests.title(it),
                            it.phase().name(),
                            time(it.since()),
                            text(it.message())))
                .toList());
  }

  private void verified() {
    List<List<String>> steps =
        status.conditions().stream()
            .filter(it -> !SUMS.contains(it.getType()))
            .map(
                it ->
                    List.of(
                        it.getType(),
                        word(it.getStatus()),
                        text(it.getLastTransitionTime()),
                        text(it.getMessage())))
            .toList();
    List<List<String>> checks =
        Stream.concat(
                status.services().stream()
                    .flatMap(
                        service ->
                            service.checks().stream().map(it -> row(it, text(service.name())))),
                status.checks().stream().map(it -> row(it, "the whole record")))
            .toList();
    if (steps.isEmpty() && checks.isEmpty()) {
      return;
    }
    page.heading(2, "What was verified")
        .table(List.of("Step", "Done", "Since", "What was seen"), steps)
        .table(List.of("Check", "Of", "Outcome", "At", "Took", "What was found"), checks);
  }

  private static String word(String truth) {
    return switch (truth) {
      case "True" -> "yes";
      case "False" -> "**no**";
      default -> "not known";
    };
  }

  private static List<String> row(CheckStatus check, String whose) {
    String outcome = check.outcome().name();
    return List.of(
        text(check.name()),
        whose,
        check.outcome() == CheckOutcome.Passed ? outcome : "**" + outcome + "**",
        time(check.at()),
        text(check.took()),
        text(check.message()));
  }

  private void plan() {
    if (status.plan().isEmpty()) {
      return;
    }
    page.heading(2, "Not done yet")
        .table(
            List.of("Workload", "Container", "From", "To", "Why not yet"),
            status.plan().stream().map(ReleasePage::row).toList());
  }

  private static List<String> row(PlanRow row) {
    return List.of(
        text(row.workload()),
        text(row.container()),
        row.action() == null ? code(row.from()) : "",
        row.action() == null ? code(row.to()) : text(row.action()),
        text(row.waitsFor()));
  }

  private void warnings() {
    if (!hasWarnings()) {
      return;
    }
    page.heading(2, "Warnings")
        .list(
            status.services().stream()
                .flatMap(
                    service ->
                        service.warnings().stream()
                            .map(
                                it ->
                                    "%s: %s%s"
                                        .formatted(
                                            text(service.name()),
                                            text(it.reason()),
                                            it.message() == null ? "" : ", " + text(it.message()))))
                .toList());
  }

  private void diary() {
    List<Diary.Entry> entries = Diary.of(standing, past);
    int left = Math.max(0, entries.size() - LONGEST_DIARY);
    page.heading(2, "What happened when");
    if (left > 0) {
      page.block("The newest %d; %d earlier ones are left out.".formatted(LONGEST_DIARY, left));
    }
    page.table(
        List.of("When", "What"),
        entries.stream().skip(left).map(it -> List.of(time(it.at()), it.what())).toList());
  }
}
