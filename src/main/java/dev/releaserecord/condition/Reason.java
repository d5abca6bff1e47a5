package dev.releaserecord.condition;

import dev.releaserecord.api.Phase;

/** Why a condition is what it is: one CamelCase word that programs may compare. */
public sealed interface Reason permits Reason.OfPhase, StallReason, StepReason {

  /** The word, as it stands in {@code reason}. */
  String code();

  /** The phase of the service that needs a person most. */
  record OfPhase(Phase phase) implements Reason {
    @Override
    public String code() {
      return phase.name();
    }
  }
}
