package dev.releaserecord.controller;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When the oldest change was seen that no pass over its record has taken up yet. */
final class Arrivals {

  private final Clock clock;
  private final Map<ResourceID, Instant> seen = new ConcurrentHashMap<>();

  Arrivals(Clock clock) {
    this.clock = clock;
  }

  void saw(ResourceID record) {
    seen.putIfAbsent(record, clock.instant());
  }

  Optional<Instant> take(ResourceID record) {
    return Optional.ofNullable(seen.remove(record));
  }
}
