package dev.releaserecord.rollout;

import java.time.Instant;

/**
 * A Kubernetes Event of type Warning. It vanishes after an hour: a verdict may take detail from it
 * but must not need it where another field tells the same.
 *
 * @param regarding kind, name and uid of the object
 * @param container the container it speaks of, empty where it speaks of none
 * @param lastSeen when it was last said
 */
public record Notice(
    Regarding regarding, String container, String reason, String message, Instant lastSeen) {

  /** Pods of a StatefulSet come again under the same name: the uid tells them apart. */
  public record Regarding(String kind, String name, String uid) {}
}
