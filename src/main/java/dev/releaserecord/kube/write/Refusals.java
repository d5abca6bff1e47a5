package dev.releaserecord.kube.write;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes that the API server refused lately. Nothing tells when a right is granted or a policy
 * changed, so the same write is tried again, at growing distances; another write is not held up.
 *
 * <p>In memory alone: after a restart one attempt is made and the distances grow anew.
 *
 * @param <R> the answer
 */
final class Refusals<R> {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private record Refusal<R>(String patch, R result, Duration distance, Instant until) {}

  private final Map<String, Refusal<R>> byUid = new ConcurrentHashMap<>();

  /** The last answer, while it is too early to ask again. */
  Optional<R> standing(String uid, String patch, Instant at) {
    return Optional.ofNullable(byUid.get(uid))
        .filter(refusal -> refusal.patch.equals(patch) && at.isBefore(refusal.until))
        .map(Refusal::result);
  }

  /** Remembers an answer and says when the next attempt is due. */
  void refused(String uid, String patch, R result, Instant at) {
    byUid.merge(
        uid,
        new Refusal<>(patch, result, FIRST, at.plus(FIRST)),
        (before, fresh) -> {
          if (!before.patch.equals(patch)) {
            return fresh;
          }
          Duration doubled = before.distance.multipliedBy(2);
          Duration distance = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
          return new Refusal<>(patch, result, distance, at.plus(distance));
        });
  }

  void accepted(String uid) {
    byUid.remove(uid);
  }

  Optional<Instant> nextAttempt(String uid) {
    return Optional.ofNullable(byUid.get(uid)).map(Refusal::until);
  }
}
