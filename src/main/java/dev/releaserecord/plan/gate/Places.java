package dev.releaserecord.plan.gate;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code maxInFlight}: how many services may roll at the same time. */
public final class Places {

  private static final int FEW = 3;

  private final int limit;
  private final TreeSet<String> taken;

  /**
   * @param limit 0 for as many as there are
   * @param taken services that roll already
   */
  public Places(int limit, Set<String> taken) {
    this.limit = limit;
    this.taken = new TreeSet<>(taken);
  }

  /** Takes a place for a service that has none yet; where none is left, why it waits. */
  public Optional<String> take(String service) {
    if (limit == 0 || taken.contains(service) || taken.size() < limit) {
      taken.add(service);
      return Optional.empty();
    }
    return Optional.of(
        "waits until "
            + holders()
            + " verified: spec.maxInFlight lets "
            + limit
            + (limit == 1 ? " service" : " services")
            + " roll at the same time");
  }

  private String holders() {
    String names = taken.stream().limit(FEW).collect(Collectors.joining(", "));
    int more = taken.size() - FEW;
    return taken.size() == 1
        ? names + " is"
        : "one of " + names + (more > 0 ? " and " + more + " more" : "") + " is";
  }
}
