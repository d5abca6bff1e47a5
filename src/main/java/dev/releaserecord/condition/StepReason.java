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
  /** Somebody approved what the record declares, or it was verified before. */
  Approved,
  /** No approval counts for what the record declares. */
  NotApproved,
  /** Approvals cannot be read. */
  ApprovalsUnread,
  /** Every object that has to be ready first is. */
  AllDependenciesReady,
  /** Some object that has to be ready first is not. */
  NotAllDependenciesReady,
  /** Some object that has to be ready first cannot be looked at. */
  DependenciesUnread,
  /** Every declared digest is in its registry, or runs already. */
  AllImagesAvailable,
  /** Some declared digest is not in its registry, or is not handed out. */
  NotAllImagesAvailable,
  /** Some registry has not answered, or could not tell. */
  ImagesUnknown,
  /** Every Secret and ConfigMap holds what the services need of it. */
  AllSecretsFit,
  /** Some Secret or ConfigMap lacks what a service needs, or breaks a rule of the record. */
  NotAllSecretsFit,
  /** Some Secret or ConfigMap cannot be read. */
  SecretsUnread,
  /** Every check found what it expected. */
  AllChecksPassed,
  /** Some check got the wrong answer. */
  CheckFailed,
  /** Some check could not be run, so it says nothing. */
  CheckErrored,
  /** Some check has not ended yet. */
  ChecksPending;

  @Override
  public String code() {
    return name();
  }
}
