package dev.releaserecord.status;

import dev.releaserecord.api.Phase;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Reason;
import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.Statement;
import dev.releaserecord.condition.StepReason;
import dev.releaserecord.condition.Truth;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.plan.gate.ApprovalState;
import dev.releaserecord.plan.gate.Dependencies;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What each condition is to say after a pass. */
final class Statements {

  private final Outcome outcome;
  private final List<ServiceOutcome> services;
  private final Summary summary;
  private final List<String> missingRights;
  private final List<Statement> statements = new ArrayList<>();

  private Statements(
      Outcome outcome, List<ServiceOutcome> services, Summary summary, List<String> missingRights) {
    this.outcome = outcome;
    this.services = services;
    this.summary = summary;
    this.missingRights = missingRights;
  }

  /**
   * @param missingRights what is not looked at for want of them
   */
  static List<Statement> of(
      Outcome outcome, List<ServiceOutcome> services, Summary summary, List<String> missingRights) {
    Statements statements = new Statements(outcome, services, summary, missingRights);
    statements.ready();
    statements.progress();
    statements.approved();
    statements.dependencies();
    ImageStatement.of(outcome.observation().release(), services)
        .ifPresent(statements.statements::add);
    statements.steps();
    SecretStatement.of(outcome.observation(), services).ifPresent(statements.statements::add);
    CheckStatement.of(outcome.plan(), services).ifPresent(statements.statements::add);
    return statements.statements;
  }

  private void ready() {
    ServiceOutcome worst = summary.worst();
    Stall stall = summary.stall();
    if (worst == null && stall == null && summary.open() == null) {
      add(
          ConditionType.Ready,
          Truth.True,
          new Reason.OfPhase(Phase.Verified),
          summary.next() + HistoryRows.note(outcome));
    } else if (stall != null) {
      add(ConditionType.Ready, Truth.False, stall.reason(), summary.next());
    } else if (summary.open() != null) {
      add(ConditionType.Ready, Truth.False, new Reason.OfPhase(summary.open()), summary.next());
    } else if (worst != null) {
      add(
          ConditionType.Ready,
          Truth.False,
          new Reason.OfPhase(Phases.of(worst.state())),
          summary.next());
    }
  }

  /** Stalled only when nothing moves on by itself; else Reconciling until all is verified. */
  private void progress() {
    Stall stall = summary.stall();
    boolean moves =
        summary.open() == Phase.Checking
            || services.stream().anyMatch(service -> service.state().moves())
            || outcome.results().stream()
                .anyMatch(
                    result ->
                        result instanceof ActionResult.Superseded
                            || result instanceof ActionResult.Conflicted
                            || result instanceof ActionResult.Unavailable);
    if (stall != null && !moves) {
      add(ConditionType.Stalled, Truth.True, stall.reason(), stall.message());
    } else if (summary.worst() != null || stall != null || summary.open() != null) {
      add(ConditionType.Reconciling, Truth.True, StepReason.Progressing, summary.line());
    }
  }

  private void approved() {
    switch (outcome.plan().sets().approval()) {
      case ApprovalState.NotAsked() -> {}
      case ApprovalState.Granted granted ->
          add(
              ConditionType.Approved,
              Truth.True,
              StepReason.Approved,
              "approved by "
                  + granted.by()
                  + (granted.until() == null ? "" : ", until " + granted.until()));
      case ApprovalState.Standing _ ->
          add(
              ConditionType.Approved,
              Truth.True,
              StepReason.Approved,
              "it was verified before: nobody's word is needed to keep it in place");
      case ApprovalState.Missing(var _, String message, var blind) ->
          add(
              ConditionType.Approved,
              blind == null ? Truth.False : Truth.Unknown,
              blind == null ? StepReason.NotApproved : StepReason.ApprovalsUnread,
              message);
    }
  }

  /** What breaks later undoes nothing, but shows. */
  private void dependencies() {
    Dependencies dependencies = outcome.observation().dependencies();
    if (dependencies.keys().isEmpty()) {
      return;
    }
    String open = dependencies.open();
    Truth truth =
        open.isEmpty() ? Truth.True : dependencies.unknown() ? Truth.Unknown : Truth.False;
    StepReason reason =
        switch (truth) {
          case True -> StepReason.AllDependenciesReady;
          case False -> StepReason.NotAllDependenciesReady;
          case Unknown -> StepReason.DependenciesUnread;
        };
    add(
        ConditionType.DependenciesReady,
        truth,
        reason,
        open.isEmpty() ? "everything that the release depends on is ready" : open);
  }

  private void steps() {
    List<ServiceOutcome> declared = services.stream().filter(ServiceOutcome::declared).toList();
    if (declared.isEmpty()) {
      return;
    }
    String what = outcome.plan().sets().detour() == null ? "declared" : "enforced";
    String unpinned = names(declared.stream().filter(service -> !service.pinned()).toList());
    add(
        ConditionType.ImagesPinned,
        Truth.of(unpinned.isEmpty()),
        unpinned.isEmpty() ? StepReason.AllPinned : StepReason.NotAllPinned,
        unpinned.isEmpty() ? "every " + what + " digest is pinned" : "not pinned yet: " + unpinned);
    String unready = names(declared.stream().filter(service -> !service.allReady()).toList());
    add(
        ConditionType.RolledOut,
        Truth.of(unready.isEmpty()),
        unready.isEmpty() ? StepReason.AllReady : StepReason.NotAllReady,
        unready.isEmpty()
            ? "all pods are ready on their " + what + " digests"
            : "not ready yet: " + unready + unseen());
  }

  /** Why a cause may be missing. Once all is well nobody needs to know. */
  private String unseen() {
    return missingRights.isEmpty()
        ? ""
        : "; not looked at for lack of rights: " + String.join(", ", missingRights);
  }

  private void add(ConditionType type, Truth truth, Reason reason, String message) {
    statements.add(new Statement(type, truth, reason, message));
  }

  private static String names(List<ServiceOutcome> services) {
    return services.stream().map(ServiceOutcome::name).collect(Collectors.joining(", "));
  }
}
