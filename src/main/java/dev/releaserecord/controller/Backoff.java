package dev.releaserecord.controller;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Distances between attempts on a record whose pass could not finish: growing, scattered, without
 * end. The SDK retries a failed pass at once when an event is pending; this is asked first.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private record Failure(int times, Instant until) {}

  private final Clock clock;
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();

  Backoff(Clock clock) {
    this.clock = clock;
  }

  /** How long the record has still to wait. */
  Optional<Duration> remaining(String uid) {
    return Optional.ofNullable(failures.get(uid))
        .map(failure -> Duration.between(clock.instant(), failure.until))
        .filter(Duration::isPositive);
  }

  /** Counts a failure and says when to try again. */
  Duration failed(String uid) {
    int times = failures.containsKey(uid) ? failures.get(uid).times + 1 : 1;
    long doubled = FIRST.toMillis() << Math.min(times - 1, 20);
    long capped = Math.min(doubled, LONGEST.toMillis());
    long scattered = capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1);
    Duration distance = Duration.ofMillis(scattered);
    failures.put(uid, new Failure(times, clock.instant().plus(distance)));
    return distance;
  }

  void succeeded(String uid) {
    failures.remove(uid);
  }
}
