package dev.releaserecord.status;

import dev.releaserecord.api.Approvable;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.gate.ApprovalState;
import dev.releaserecord.plan.release.Holds;
import dev.releaserecord.plan.release.Release;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the status that follows from an outcome. The same outcome gives the same bytes. */
public final class StatusProjector {

  private final Outcome outcome;
  private final ReleaseRecordStatus previous;
  private final Instant at;
  private final List<ServiceOutcome> services;
  private final WorkloadRows rows;

  private StatusProjector(Outcome outcome) {
    this.outcome = outcome;
    this.previous = outcome.observation().previous();
    this.at = outcome.observation().at().truncatedTo(ChronoUnit.SECONDS);
    this.services =
        outcome.plan().services().stream()
            .map(service -> ServiceOutcome.of(service, outcome.results()))
            .toList();
    this.rows = new WorkloadRows(outcome);
  }

  public static ReleaseRecordStatus project(Outcome outcome) {
    return new StatusProjector(outcome).project();
  }

  private ReleaseRecordStatus project() {
    Plan plan = outcome.plan();
    Release release = outcome.observation().release();
    Optional<String> hold =
        Holds.release(release, outcome.observation().at()).map(Release.HoldOrder::reason);
    Summary summary = Summary.of(plan, services, hold, release.id().runChecksAgain());
    ApprovalState approval = plan.sets().approval();
    String retry = outcome.observation().terms().retry();
    List<ServiceStatus> statuses = services.stream().map(this::service).toList();
    long pinned = services.stream().filter(ServiceOutcome::pinned).count();
    long ready = services.stream().filter(ServiceOutcome::allReady).count();
    return new ReleaseRecordStatus(
        release.id().generation(),
        plan.sets().declared(),
        plan.enforced(),
        summary.line(),
        pinned + "/" + services.size(),
        ready + "/" + services.size(),
        approval.by(),
        approval.since(),
        approvable(),
        retry == null ? previous.lastHandledRetry() : retry,
        PlanRows.pending(outcome.observation(), plan),
        statuses,
        plan.proof().rows(),
        DriftLog.next(previous.drift(), outcome, at),
        ContentionLog.next(outcome),
        plan.rollback(),
        HistoryRows.of(outcome),
        Conditions.next(
            previous.conditions(),
            Statements.of(
                outcome, services, summary, MissingRights.of(outcome.observation(), statuses)),
            release.id().generation(),
            at));
  }

  /** What nobody was asked about is as good as approved once it is verified. */
  private @Nullable Approvable approvable() {
    String content = outcome.observation().release().policy().gates().approval().content();
    ApprovalState approval = outcome.plan().sets().approval();
    Approvable was = Objects.requireNonNullElse(previous.approvable(), Approvable.NONE);
    boolean granted = approval instanceof ApprovalState.Granted;
    Approvable next =
        new Approvable(
            approval instanceof ApprovalState.NotAsked ? null : content,
            granted ? content : was.granted(),
            granted ? approval.by() : was.grantedBy(),
            was.verified(),
            was.verifiedBy());
    // An approval may end while the pods that were pinned under it are still being replaced.
    boolean pinnedUnderOne = content.equals(next.granted());
    boolean open = !approval.closed() || pinnedUnderOne;
    if (open && outcome.plan().sets().detour() == null && verified()) {
      String by = approval.closed() ? next.grantedBy() : approval.by();
      next = new Approvable(next.content(), next.granted(), next.grantedBy(), content, by);
    }
    return next.equals(Approvable.NONE) ? null : next;
  }

  private boolean verified() {
    List<ServiceOutcome> declared = services.stream().filter(ServiceOutcome::declared).toList();
    return !declared.isEmpty()
        && declared.stream().allMatch(ServiceOutcome::verified)
        && outcome.plan().proof().holds();
  }

  private ServiceStatus service(ServiceOutcome service) {
    ServicePlan plan = service.plan();
    var phase = Phases.of(service.state());
    var cause = service.state().cause();
    String causeName = cause == null ? null : cause.name();
    ServiceStatus was = outcome.observation().before(service.name()).orElse(null);
    boolean same = was != null && was.phase() == phase && Objects.equals(was.cause(), causeName);
    ServiceStatus next =
        new ServiceStatus(
            service.name(),
            plan.service().target().version(),
            phase,
            plan.service().image().map(PinnedImage::text).orElse(null),
            plan.ready() + "/" + plan.wanted(),
            causeName,
            service.message(),
            same && was != null && was.since() != null ? was.since() : at,
            plan.findings().stream().map(finding -> rows.row(service, finding)).toList(),
            SecretRows.of(plan, was),
            plan.proof().rows(),
            rows.warnings(service, was));
    // What did not change is kept as it is: the next pass sees by identity that it is the same.
    return was != null && next.equals(was) ? was : next;
  }
}
