package dev.releaserecord.plan.gate;

/** What is known of an object that has to be ready first. */
public sealed interface DependencyView {

  /** It is as its kind is when it serves. */
  record Ready() implements DependencyView {}

  /**
   * @param why what is missing, as a clause
   */
  record NotReady(String why) implements DependencyView {}

  /** There is no such object. */
  record Missing() implements DependencyView {}

  /**
   * It cannot be looked at.
   *
   * @param why with what to do about it
   * @param forbidden whether a right is missing
   */
  record Unknown(String why, boolean forbidden) implements DependencyView {}

  /** What to say of it; empty where it is ready. */
  default String trouble() {
    return switch (this) {
      case Ready _ -> "";
      case NotReady(String why) -> why;
      case Missing _ -> "not found";
      case Unknown(String why, var _) -> why;
    };
  }
}
