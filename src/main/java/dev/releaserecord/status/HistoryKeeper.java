package dev.releaserecord.status;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.api.RecordedSet.RecordedService;
import dev.releaserecord.api.RecordedSet.RecordedWorkload;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.plan.Finding;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.ServiceState;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.HistoryAct;
import dev.releaserecord.plan.history.Keeper;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Target;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which writes the history needs once it is known how a pass ended. */
public final class HistoryKeeper {

  private HistoryKeeper() {}

  /** Nothing while nobody can read the history, or all is as it has to be. */
  public static List<HistoryAct> due(Outcome outcome) {
    History history = outcome.observation().history();
    boolean untidy =
        history.sets().size() > outcome.observation().release().policy().history().limit()
            || history.sets().stream().anyMatch(set -> set.keeping().owner() == null);
    return history.readable() && (untidy || verifiedAnew(outcome, history))
        ? acts(outcome)
        : List.of();
  }

  /** Asked in every pass: the status is only made beforehand where it comes to that. */
  private static boolean verifiedAnew(Outcome outcome, History history) {
    String newest = history.newest().map(VerifiedSet::digestSet).orElse("");
    String declared = outcome.plan().sets().declared();
    return declared != null
        && declared.equals(outcome.plan().sets().enforced())
        && !newest.equals(declared)
        && outcome.plan().services().stream()
            .filter(plan -> plan.service().image().isPresent())
            .allMatch(plan -> plan.state() instanceof ServiceState.Verified);
  }

  private static List<HistoryAct> acts(Outcome outcome) {
    ReleaseRecordStatus next = StatusProjector.project(outcome);
    Release release = outcome.observation().release();
    Set<String> running =
        Stream.of(next.enforcedSet(), outcome.observation().previous().enforcedSet())
            .flatMap(Stream::ofNullable)
            .collect(Collectors.toSet());
    return Keeper.acts(
        new Keeper.Wanted(
            release.id().name(),
            outcome.observation().history(),
            verified(outcome, next) ? content(outcome, next) : null,
            running,
            release.policy().history().limit()));
  }

  /** Every service with a digest is verified, and so is the record as a whole. */
  private static boolean verified(Outcome outcome, ReleaseRecordStatus next) {
    Plan.Sets sets = outcome.plan().sets();
    List<ServiceStatus> declared =
        next.services().stream().filter(it -> it.image() != null).toList();
    return sets.declared() != null
        && sets.declared().equals(sets.enforced())
        && outcome.plan().stall() == null
        && outcome.plan().begun() == null
        && !declared.isEmpty()
        && declared.stream().allMatch(it -> it.phase() == Phase.Verified)
        && next.checks().stream().allMatch(it -> it.outcome() == CheckOutcome.Passed);
  }

  private static @Nullable RecordedSet content(Outcome outcome, ReleaseRecordStatus next) {
    String set = next.digestSet();
    if (set == null) {
      return null;
    }
    Map<String, ServicePlan> plans = new HashMap<>();
    outcome.plan().services().forEach(plan -> plans.put(plan.service().name(), plan));
    return new RecordedSet(
        set,
        outcome.observation().at().truncatedTo(ChronoUnit.SECONDS),
        next.approvedBy(),
        null,
        outcome.observation().release().policy().gates().approval().content(),
        next.services().stream()
            .flatMap(status -> service(status, plans.get(status.name())))
            .toList(),
        next.checks());
  }

  private static Stream<RecordedService> service(ServiceStatus status, @Nullable ServicePlan plan) {
    if (plan == null || plan.service().image().isEmpty()) {
      return Stream.empty();
    }
    Target target = plan.service().target();
    Map<String, Finding.Governed> pinned = pinned(plan);
    return Stream.of(
        new RecordedService(
            status.name(),
            status.version(),
            target.repository(),
            target.digest().orElseThrow().text(),
            status.workloads().stream().map(row -> workload(row, pinned)).toList(),
            status.checks()));
  }

  private static Map<String, Finding.Governed> pinned(ServicePlan plan) {
    return plan.findings().stream()
        .filter(finding -> finding instanceof Finding.Pinned)
        .map(finding -> ((Finding.Pinned) finding).governed())
        .collect(
            Collectors.toMap(
                governed -> governed.workload().key().toString(),
                Function.identity(),
                (one, _) -> one));
  }

  private static RecordedWorkload workload(
      WorkloadStatus row, Map<String, Finding.Governed> pinned) {
    Finding.Governed governed = pinned.get(row.kind() + "/" + row.name());
    return new RecordedWorkload(
        row.kind(),
        row.name(),
        governed == null ? null : known(governed.health().revision()),
        governed == null ? null : governed.workload().id().shapeText(),
        row.secrets());
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }
}
