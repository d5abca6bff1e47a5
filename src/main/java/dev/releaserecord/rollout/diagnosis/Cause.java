package dev.releaserecord.rollout.diagnosis;

/**
 * Why something does not move, by the names that status, metrics and alerts use.
 *
 * <p>The causes that are seen in workloads and pods stand in the order of nearness to the root:
 * what makes it impossible that a right pod is ever made comes first, then what keeps a pod from a
 * node, its volumes, its image, its configuration, then what ends or silences its program, and last
 * what only follows from one of these. Of two causes in one workload the earlier is the one to
 * mend. The causes of the release itself come after them and are never compared.
 */
public enum Cause {
  // The template is wrong: no pod of it can run.
  UnresolvedPlaceholder,
  InvalidImageName,
  // No pod may be made.
  AdmissionDenied,
  QuotaExceeded,
  // The pod has no node, or its node is gone.
  NodeLost,
  VolumeNotFound,
  Unschedulable,
  VolumeMountFailed,
  // Its image does not come.
  ImagePullUnauthorized,
  ImageNotFound,
  ImageNotOnNode,
  ImagePullFailed,
  // Its containers cannot be made of what the template says.
  MissingSecret,
  MissingSecretKey,
  MissingConfigMap,
  ConfigError,
  StartError,
  // Its program ends, or does not answer.
  InitCrashLoop,
  OutOfMemory,
  ProbeFailing,
  CrashLoop,
  // It runs, but not what it should, or what should be gone does not go.
  DigestMismatch,
  StaleRevision,
  PendingTermination,
  Paused,
  DeadlineExceeded,

  // Of the release itself.
  WorkloadNotFound,
  ContainerNotFound,
  ManagedElsewhere,
  SecretMalformed,
  EnvMismatch,
  DependencyNotReady,
  RotationUnproven,
  SetRefused,
  UndoneByHand,
  Drifted;

  /** Whether it may pass by itself, so that a while has to go by before anybody is called. */
  public boolean mayPass() {
    return switch (this) {
      case Unschedulable,
          VolumeMountFailed,
          ImagePullFailed,
          QuotaExceeded,
          ProbeFailing,
          PendingTermination ->
          true;
      case UnresolvedPlaceholder,
          InvalidImageName,
          AdmissionDenied,
          NodeLost,
          VolumeNotFound,
          ImagePullUnauthorized,
          ImageNotFound,
          ImageNotOnNode,
          MissingSecret,
          MissingSecretKey,
          MissingConfigMap,
          ConfigError,
          StartError,
          InitCrashLoop,
          OutOfMemory,
          CrashLoop,
          DigestMismatch,
          StaleRevision,
          Paused,
          DeadlineExceeded,
          WorkloadNotFound,
          ContainerNotFound,
          ManagedElsewhere,
          SecretMalformed,
          EnvMismatch,
          DependencyNotReady,
          RotationUnproven,
          SetRefused,
          UndoneByHand,
          Drifted ->
          false;
    };
  }
}
