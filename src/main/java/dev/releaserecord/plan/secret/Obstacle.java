package dev.releaserecord.plan.secret;

import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.secret.Verification;
import java.time.Duration;
import java.util.Optional;

/** Why a service is not to be pinned for the sake of its Secrets and ConfigMaps. */
public sealed interface Obstacle {

  /** What was found and what to do next. */
  String message();

  /** New pods would not find what they need, or the record forbids it. */
  record Unfit(Cause cause, String message) implements Obstacle {}

  /** A rule cannot be judged for want of a right, which the message names. */
  record Forbidden(String message) implements Obstacle {}

  /** A rule cannot be judged, because something could not be read just now. */
  record Unread(String message) implements Obstacle {}

  /** Looks at the caches, and at what they could not read before. */
  Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /** Nobody may ever grant it. */
  Duration ASK_AGAIN = Duration.ofMinutes(1);

  static Optional<Obstacle> of(Verification verification) {
    if (verification.root().isPresent()) {
      return Optional.of(new Unfit(verification.root().get().cause(), verification.message()));
    }
    return verification.undecided().stream().findFirst().map(Obstacle::undecided);
  }

  /** When to try again what could not be read: nothing may tell that it can be. */
  static Optional<Duration> lookAgain(Verification secrets) {
    return secrets.undecided().isEmpty()
        ? Optional.empty()
        : Optional.of(of(secrets).orElse(null) instanceof Unread ? LOOK_AGAIN : ASK_AGAIN);
  }

  private static Obstacle undecided(String why) {
    String message = why + "; its rules for Secrets cannot be judged, and it is not pinned";
    return why.startsWith(EvidenceTaken.MAY_NOT) ? new Forbidden(message) : new Unread(message);
  }
}
