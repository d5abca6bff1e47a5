package dev.releaserecord.telemetry;

/** Why a pass over a record could not finish; the {@code reason} label of the failure counter. */
public enum FailureReason {
  /** The API server answered 401 or 403. */
  Forbidden("a right is missing"),
  /** 422 with causes, or 400: the API server or a policy refuses what was sent. */
  Invalid("the API server or a policy refuses what was sent"),
  /** 409: somebody else changed the object first. */
  Conflict("somebody else changed the object first"),
  /** The API server cannot be reached, is too busy, or answers 5xx. */
  Unavailable("the API server cannot be reached or is too busy"),
  /** A fault of the operator itself. */
  Internal("a fault of the operator itself");

  private final String meaning;

  FailureReason(String meaning) {
    this.meaning = meaning;
  }

  /** One clause for the reference page. */
  String meaning() {
    return meaning;
  }
}
