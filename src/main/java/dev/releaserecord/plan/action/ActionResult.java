package dev.releaserecord.plan.action;

/** What became of an action. Expected outcomes are values. */
public sealed interface ActionResult {

  Action action();

  /** It was written. */
  record Applied(Action action) implements ActionResult {}

  /** The object was no longer what the decision was based on: decide anew. */
  record Superseded(Action action) implements ActionResult {}

  /** It met another write on its way and was not taken: another attempt follows. */
  record Conflicted(Action action) implements ActionResult {}

  /**
   * The operator lacks a right.
   *
   * @param message the missing verb and resource, and what to grant
   */
  record Forbidden(Action action, String message) implements ActionResult {}

  /**
   * The API server or a policy refused the write.
   *
   * @param message the refused field and the reason, without any object content
   */
  record Rejected(Action action, String message) implements ActionResult {}

  /** It could not be told or done just now; another attempt follows. */
  record Unavailable(Action action, String message) implements ActionResult {}

  /**
   * It may not be done just now, as by a disruption budget; it is asked again after a while.
   *
   * @param message what stands against it
   */
  record Postponed(Action action, String message) implements ActionResult {}

  /** This process does not hold the lease. */
  record Withheld(Action action) implements ActionResult {}
}
