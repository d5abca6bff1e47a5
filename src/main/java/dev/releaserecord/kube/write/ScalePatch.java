package dev.releaserecord.kube.write;

import dev.releaserecord.plan.action.Action.Drain;
import dev.releaserecord.plan.action.Action.LeaveScaled;
import dev.releaserecord.plan.action.Action.Restore;

/**
 * A drain and the way back from it as patches. The replicas and the label that says what they were
 * change together, so that no crash can lose the number.
 */
final class ScalePatch {

  private static final String RESTORE = "releaserecord.dev/restore-replicas";
  private static final String REPLICAS = "/spec/replicas";

  private ScalePatch() {}

  static String of(Drain drain) {
    JsonPatch patch = JsonPatch.of(drain.uid());
    patch.test("/metadata/resourceVersion", drain.resourceVersion());
    patch.test(REPLICAS, drain.replicas());
    patch.replace(REPLICAS, 0);
    patch.label(drain.labelled(), RESTORE, null, Integer.toString(drain.replicas()));
    return patch.toString();
  }

  /** The label and the zero are all that counts; a new status of the Deployment is no obstacle. */
  static String of(Restore restore) {
    JsonPatch patch = JsonPatch.of(restore.uid());
    patch.test(JsonPatch.label(RESTORE), restore.label());
    patch.test(REPLICAS, 0);
    patch.replace(REPLICAS, restore.replicas());
    patch.remove(JsonPatch.label(RESTORE));
    return patch.toString();
  }

  static String of(LeaveScaled leave) {
    JsonPatch patch = JsonPatch.of(leave.uid());
    patch.test(JsonPatch.label(RESTORE), leave.label());
    patch.remove(JsonPatch.label(RESTORE));
    return patch.toString();
  }
}
