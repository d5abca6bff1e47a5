package dev.releaserecord.controller;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.telemetry.ClearAct;
import dev.releaserecord.telemetry.ClearOutcome;
import dev.releaserecord.telemetry.ReleaseMetrics;
import java.util.List;
import java.util.Optional;

/** Counts what was done about stuck workloads. */
final class ClearMeter {

  private ClearMeter() {}

  static void count(ReleaseMetrics metrics, Release.Identity id, List<ActionResult> results) {
    for (ActionResult result : results) {
      act(result.action())
          .ifPresent(
              act ->
                  outcome(result)
                      .ifPresent(
                          outcome -> metrics.cleared(id.namespace(), id.name(), act, outcome)));
    }
  }

  private static Optional<ClearAct> act(Action action) {
    return switch (action) {
      case Action.DeletePods delete ->
          Optional.of(delete.force() ? ClearAct.ForceDeletePods : ClearAct.DeletePods);
      case Action.EvictPod _ -> Optional.of(ClearAct.EvictPod);
      case Action.Drain _ -> Optional.of(ClearAct.Drain);
      case Action.Restore _ -> Optional.of(ClearAct.Restore);
      case Action.LeaveScaled _, Action.Pin _, Action.Restart _ -> Optional.empty();
    };
  }

  private static Optional<ClearOutcome> outcome(ActionResult result) {
    return switch (result) {
      case ActionResult.Applied _ -> Optional.of(ClearOutcome.Done);
      case ActionResult.Superseded _, ActionResult.Conflicted _ ->
          Optional.of(ClearOutcome.Superseded);
      case ActionResult.Postponed _ -> Optional.of(ClearOutcome.Postponed);
      case ActionResult.Forbidden _, ActionResult.Rejected _ -> Optional.of(ClearOutcome.Refused);
      case ActionResult.Unavailable _ -> Optional.of(ClearOutcome.Unavailable);
      case ActionResult.Withheld _ -> Optional.empty();
    };
  }
}
