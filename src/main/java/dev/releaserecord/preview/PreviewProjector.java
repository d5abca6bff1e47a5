package dev.releaserecord.preview;

import dev.releaserecord.api.PlanRow;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.plan.Finding;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.pull.Availability;
import dev.releaserecord.preview.Preview.Change;
import dev.releaserecord.preview.Preview.Service;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.PlanRows;
import dev.releaserecord.status.StatusProjector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells a plan that nobody carries out. */
public final class PreviewProjector {

  private final Observation observation;
  private final Plan plan;
  private final Map<String, ServiceStatus> statuses;
  private final Map<String, List<PlanRow>> rows;

  private PreviewProjector(Observation observation, Plan plan) {
    this.observation = observation;
    this.plan = plan;
    ReleaseRecordStatus next =
        StatusProjector.project(new Outcome(observation, plan, List.of(), List.of()));
    this.statuses =
        next.services().stream()
            .collect(Collectors.toMap(ServiceStatus::name, Function.identity(), (one, _) -> one));
    this.rows =
        PlanRows.all(observation, plan).stream().collect(Collectors.groupingBy(PlanRow::service));
  }

  /**
   * How somebody came to look.
   *
   * @param applied whether a record of that name is there already
   * @param notLookedAt rights that are missing, each as {@code list nodes}
   * @param notes what else has to be known to judge it, each a sentence
   */
  public record Circumstances(boolean applied, List<String> notLookedAt, List<String> notes) {
    public Circumstances {
      notLookedAt = List.copyOf(notLookedAt);
      notes = List.copyOf(notes);
    }
  }

  public static Preview of(Observation observation, Plan plan, Circumstances how) {
    return new PreviewProjector(observation, plan).preview(how);
  }

  private Preview preview(Circumstances how) {
    List<Service> services = plan.services().stream().map(this::service).toList();
    String refusal = plan.stall() == null ? null : plan.stall().message();
    return new Preview(
        observation.release().id().namespace(),
        observation.release().id().name(),
        how.applied,
        refusal == null ? worst(services) : Verdict.Refused,
        refusal,
        plan.sets().declared(),
        services,
        how.notLookedAt,
        Stream.concat(how.notes.stream(), uncertain().stream()).toList());
  }

  /** Whoever looks stands somewhere else than the operator does. */
  private Optional<String> uncertain() {
    List<String> messages =
        plan.services().stream()
            .filter(service -> !service.pinned())
            .filter(service -> service.image() instanceof Availability.Uncertain)
            .map(
                service ->
                    service.service().name()
                        + ": "
                        + ((Availability.Uncertain) service.image()).message())
            .toList();
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Registries were asked from here, and the operator asks them again from where it runs."
                + " Not known: "
                + messages.getFirst()
                + (messages.size() == 1
                    ? ""
                    : "; the same or the like of " + (messages.size() - 1) + " more")
                + ".");
  }

  /** What could not be told outweighs what could; a change at once, what waits. */
  private static Verdict worst(List<Service> services) {
    List<Verdict> outcomes = services.stream().map(Service::outcome).toList();
    return Stream.of(Verdict.Unknown, Verdict.Impossible, Verdict.Changes, Verdict.Waits)
        .filter(outcomes::contains)
        .findFirst()
        .orElse(Verdict.Nothing);
  }

  private Service service(ServicePlan service) {
    String name = service.service().name();
    ServiceStatus status = Objects.requireNonNull(statuses.get(name));
    List<PlanRow> its = rows.getOrDefault(name, List.of());
    return new Service(
        name,
        status.version(),
        outcome(service, its),
        status.phase(),
        status.cause(),
        Objects.requireNonNullElse(status.message(), ""),
        service.waitsFor(),
        its.stream().map(row -> change(service, row)).toList(),
        status.warnings());
  }

  private Verdict outcome(ServicePlan service, List<PlanRow> its) {
    if (plan.stall() != null) {
      return Verdict.Impossible;
    }
    boolean declared = service.service().image().isPresent();
    if (declared && service.findings().stream().anyMatch(it -> it instanceof Finding.Unreadable)) {
      return Verdict.Unknown;
    }
    if (declared && service.findings().stream().anyMatch(PreviewProjector::impossible)) {
      return Verdict.Impossible;
    }
    if (its.isEmpty()) {
      return Verdict.Nothing;
    }
    boolean now =
        !service.rotation().turn().restarts().isEmpty()
            || its.stream().anyMatch(row -> row.waitsFor() == null && row.action() == null);
    return now ? Verdict.Changes : Verdict.Waits;
  }

  private static boolean impossible(Finding finding) {
    return switch (finding) {
      case Finding.Missing _, Finding.Owned _, Finding.NoContainer _, Finding.Claimed _ -> true;
      case Finding.Unreadable _, Finding.Undeclared _, Finding.Differs _, Finding.Pinned _ -> false;
    };
  }

  private static Change change(ServicePlan service, PlanRow row) {
    Finding.Governed governed =
        service.findings().stream()
            .filter(finding -> finding.key().toString().equals(row.workload()))
            .flatMap(finding -> Stream.ofNullable(finding.governedOrNull()))
            .findFirst()
            .orElse(null);
    int pods = governed == null || !row.restart() ? 0 : replaced(governed.workload());
    return new Change(
        row.workload(),
        row.container(),
        row.from(),
        row.to(),
        row.restart(),
        pods,
        pods > 0 && governed != null && runs(governed, service),
        row.action());
  }

  private static int replaced(Workload workload) {
    return Math.max(0, workload.replicas().wanted() - workload.strategy().partition());
  }

  private static boolean runs(Finding.Governed governed, ServicePlan service) {
    return service
        .service()
        .target()
        .digest()
        .map(digest -> List.of(digest.text()))
        .filter(governed.running()::equals)
        .isPresent();
  }
}
