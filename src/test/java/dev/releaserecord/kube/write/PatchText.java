package dev.releaserecord.kube.write;

import dev.releaserecord.plan.action.Action;

/** The patches that are sent, for tests that apply them to objects of their own. */
public final class PatchText {

  private PatchText() {}

  /** The JSON patch of an action. */
  public static String of(Action action) {
    return Executor.request(action);
  }
}
