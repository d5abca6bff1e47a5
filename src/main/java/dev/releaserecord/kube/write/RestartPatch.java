package dev.releaserecord.kube.write;

import dev.releaserecord.plan.action.Action.Restart;

/**
 * A restart as a patch: one annotation of the pod template, which says what for. In the very state
 * that was looked at: whoever changed the workload meanwhile may have restarted it already.
 */
final class RestartPatch {

  private static final String RESTARTED_FOR = "releaserecord.dev/restarted-for";

  private RestartPatch() {}

  static String of(Restart restart) {
    JsonPatch patch = JsonPatch.of(restart.uid());
    patch.test("/metadata/resourceVersion", restart.resourceVersion());
    patch.podAnnotation(
        restart.notes().any(), RESTARTED_FOR, restart.notes().restartedFor(), restart.values());
    return patch.toString();
  }
}
