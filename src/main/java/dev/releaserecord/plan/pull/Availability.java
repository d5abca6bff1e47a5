package dev.releaserecord.plan.pull;

import dev.releaserecord.rollout.diagnosis.Cause;

/** Whether the pods of a service can pull its declared image. */
public sealed interface Availability {

  /** Nothing is to be asked: it is verified, has no digest, or its workloads cannot be seen. */
  record NotAsked() implements Availability {}

  record Available() implements Availability {}

  /** They can, but not everywhere they may run. */
  record Partial(String message) implements Availability {}

  /** They cannot. */
  record Unavailable(Cause cause, String message) implements Availability {}

  /** The registry could not tell. */
  record Uncertain(String message) implements Availability {}

  /** It is being asked. */
  record Outstanding(String message) implements Availability {}

  Availability NOT_ASKED = new NotAsked();
}
