package dev.releaserecord.plan.gate;

import dev.releaserecord.plan.gate.NodeImages.Untold;
import dev.releaserecord.rollout.diagnosis.NodeFit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where nobody can tell whether nodes hold the images, one service goes first: if they are not
 * there, it alone stands still.
 */
public final class Vanguard {

  private @Nullable String first;
  private boolean arrived;

  /**
   * A service whose images nobody could tell of either, and that was pinned to the same digest set.
   *
   * @param verified whether its pods run them: then the others may follow
   */
  public void gone(String service, boolean verified) {
    if (verified || first == null) {
      first = service;
    }
    arrived |= verified;
  }

  /** Lets a service go; or says whom it waits for. */
  public Optional<String> follow(String service, Untold untold) {
    if (arrived) {
      return Optional.empty();
    }
    if (first == null) {
      first = service;
      return Optional.empty();
    }
    return Optional.of(
        "waits until "
            + first
            + " is verified, which goes first: the images are never pulled, and "
            + NodeFit.some(untold.nodes())
            + " holds more images than it tells of, so only a pod that starts there shows that they"
            + " are on it");
  }
}
