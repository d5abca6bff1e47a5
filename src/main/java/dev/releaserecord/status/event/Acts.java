package dev.releaserecord.status.event;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.Pod;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An act upon a stuck workload as an event tells it.
 *
 * @param reason one CamelCase word
 * @param verb one CamelCase word
 */
record Acts(Action action, String reason, String verb, String note) {

  /** Empty for a pin: all pins of a pass are one event. */
  static Optional<Acts> of(Action action) {
    return switch (action) {
      case Action.Pin _ -> Optional.empty();
      case Action.DeletePods delete ->
          Optional.of(
              new Acts(
                  action,
                  "Cleared",
                  delete.force() ? "ForceDeletePods" : "DeletePods",
                  (delete.force() ? "force-deleted pod " : "deleted pod ") + names(delete)));
      case Action.EvictPod evict ->
          Optional.of(
              new Acts(
                  action,
                  "Cleared",
                  "EvictPod",
                  "evicted pod " + evict.pod().name() + " of an older revision"));
      case Action.Drain drain ->
          Optional.of(
              new Acts(
                  action,
                  "Drained",
                  "ScaleToZero",
                  "scaled to 0 to clear it, from " + drain.replicas() + " replicas"));
      case Action.Restore restore ->
          Optional.of(
              new Acts(
                  action,
                  "Restored",
                  "ScaleBack",
                  "scaled back to " + restore.replicas() + " replicas"));
      case Action.LeaveScaled _ ->
          Optional.of(
              new Acts(
                  action,
                  "Restored",
                  "LeaveScaled",
                  "somebody else scaled it meanwhile; left as it is"));
      case Action.Restart restart ->
          Optional.of(
              new Acts(
                  action,
                  "Restarted",
                  "RestartPods",
                  "restarted for what "
                      + String.join(", ", restart.objects())
                      + (restart.objects().size() == 1 ? " holds now" : " hold now")));
    };
  }

  private static String names(Action.DeletePods delete) {
    return delete.pods().stream().map(Pod.Identity::name).collect(Collectors.joining(", "));
  }
}
