package dev.releaserecord.kube.write;

import dev.releaserecord.plan.action.Action;
import java.util.Optional;

/** The patches that are sent, for tests that apply them to objects of their own. */
public final class PatchText {

  private PatchText() {}

  /** The JSON patch of an action; empty where it is none. */
  public static Optional<String> of(Action action) {
    return switch (action) {
      case Action.Pin pin -> Optional.of(PinPatch.of(pin));
      case Action.Drain drain -> Optional.of(ScalePatch.of(drain));
      case Action.Restore restore -> Optional.of(ScalePatch.of(restore));
      case Action.LeaveScaled leave -> Optional.of(ScalePatch.of(leave));
      case Action.Restart restart -> Optional.of(RestartPatch.of(restart));
      case Action.DeletePods _, Action.EvictPod _ -> Optional.empty();
    };
  }
}
