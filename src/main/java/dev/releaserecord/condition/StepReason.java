package dev.releaserecord.condition;

/** Reasons of the conditions that speak of one step of a release. */
public enum StepReason implements Reason {
  /** The operator works on it, or waits for something that is named in the message. */
  Progressing,
  /** Every declared digest stands in its workloads. */
  AllPinned,
  /** Some declared digest does not stand in its workload yet. */
  NotAllPinned,
  /** Every pod runs its declared digest and is Ready. */
  AllReady,
  /** Some pod is not Ready on its declared digest. */
  NotAllReady,
  /** This version of the operator cannot do what the record asks for here. */
  Unsupported;

  @Override
  public String code() {
    return name();
  }
}
