package dev.releaserecord.status;

import dev.releaserecord.condition.Stall;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.Finding;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.plan.ServiceState;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Progress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service after the actions of the pass.
 *
 * @param written workloads that were pinned in this pass
 * @param allReady whether all its pods are Ready on the digest
 */
record ServiceOutcome(
    ServicePlan plan,
    ServiceState state,
    @Nullable Stall stall,
    Set<WorkloadKey> written,
    boolean allReady) {

  ServiceOutcome {
    written = Set.copyOf(written);
  }

  static ServiceOutcome of(ServicePlan plan, List<ActionResult> results) {
    ServiceState state = plan.state();
    Stall stall = plan.stall();
    Set<WorkloadKey> written = new HashSet<>();
    for (ActionResult result : results) {
      if (!concerns(result.action(), plan)) {
        continue;
      }
      switch (result) {
        case ActionResult.Applied(Action.Pin pin) -> {
          written.add(pin.workload());
          state = afterPin(state, pin);
        }
        case ActionResult.Applied(Action.Restart restart) ->
            state = rolling(restart.workload() + " is restarted; its pods are being replaced");
        case ActionResult.Forbidden(Action action, String message) -> {
          stall = new Stall(StallReason.Forbidden, message);
          state = refused(state, action, message);
        }
        case ActionResult.Rejected(Action action, String message) -> {
          stall = new Stall(StallReason.Refused, message);
          state = refused(state, action, message);
        }
        case ActionResult.Unavailable(_, String message) ->
            state = state instanceof ServiceState.RollingOut ? rolling(message) : state;
        case ActionResult.Postponed(_, String message) -> state = state.also("; " + message);
        case ActionResult.Applied _,
            ActionResult.Superseded _,
            ActionResult.Conflicted _,
            ActionResult.Withheld _ -> {}
      }
    }
    return new ServiceOutcome(plan, state, stall, written, allReady(plan));
  }

  /** Whether every workload carries the declared digest now. */
  boolean pinned() {
    return declared() && plan.findings().stream().allMatch(this::carries);
  }

  /** Whether the governed containers of a workload carry the declared digest now. */
  boolean carries(Finding finding) {
    return finding instanceof Finding.Pinned || written.contains(finding.key());
  }

  private static boolean concerns(Action action, ServicePlan plan) {
    return action instanceof Action.Pin pin
        ? pin.changes().stream().anyMatch(change -> change.service().equals(plan.service().name()))
        : plan.findings().stream().anyMatch(finding -> finding.key().equals(action.workload()));
  }

  private static ServiceState afterPin(ServiceState state, Action.Pin pin) {
    return state instanceof ServiceState.RollingOut
        ? rolling(pin.workload() + " is pinned; its pods are being replaced")
        : state;
  }

  /** What cannot be cleared is as broken as before; what cannot be pinned waits for a person. */
  private static ServiceState refused(ServiceState state, Action action, String message) {
    return action instanceof Action.Pin
        ? new ServiceState.Blocked(null, message)
        : state.also("; " + message);
  }

  private static ServiceState rolling(String message) {
    return new ServiceState.RollingOut(null, message);
  }

  private static boolean allReady(ServicePlan plan) {
    return plan.pinned()
        && plan.findings().stream()
            .map(Finding::governedOrNull)
            .allMatch(
                it ->
                    it != null
                        && !(it.progress() instanceof Progress.JobFailed)
                        && it.progress().ready() >= it.progress().wanted());
  }

  String name() {
    return plan.service().name();
  }

  /** What was found, what follows from what has changed since, and what to do next. */
  String message() {
    return state.message() + plan.rotation().turn().note();
  }

  boolean declared() {
    return plan.service().image().isPresent();
  }

  boolean verified() {
    return state instanceof ServiceState.Verified;
  }
}
