package dev.releaserecord.plan;

import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code maxInFlight}: how many services may roll at the same time. */
final class FreePlaces {

  private final int limit;
  private int free;

  private FreePlaces(int limit, int free) {
    this.limit = limit;
    this.free = free;
  }

  /** Services that were pinned and are not yet verified take a place, broken ones too. */
  static FreePlaces of(
      Release release, Map<String, List<Finding>> findings, Map<String, ServiceState> settled) {
    int limit = release.policy().maxInFlight();
    if (limit == 0) {
      return new FreePlaces(0, Integer.MAX_VALUE);
    }
    long taken =
        release.services().stream()
            .filter(service -> service.image().isPresent())
            .filter(service -> !(settled.get(service.name()) instanceof ServiceState.Verified))
            .filter(
                service ->
                    findings.getOrDefault(service.name(), List.of()).stream()
                        .allMatch(finding -> finding instanceof Finding.Pinned))
            .count();
    return new FreePlaces(limit, (int) Math.max(0, limit - taken));
  }

  /** Takes a place for a service; without one, the state in which it waits. */
  Optional<ServiceState> take(Service service) {
    if (free > 0) {
      free--;
      return Optional.empty();
    }
    return Optional.of(
        new ServiceState.Waiting(
            null,
            service.name()
                + " waits for one of the "
                + limit
                + " places that spec.maxInFlight gives to services that roll"));
  }
}
