package dev.releaserecord.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decision of one pass.
 *
 * @param services in the order of the spec
 * @param actions to be carried out now, at most one per workload; CronJobs last
 * @param pending what would change but may not yet
 * @param sets what is declared and what is kept
 * @param stall of the record as a whole; null for none
 */
public record Plan(
    List<ServicePlan> services,
    List<Action.Pin> actions,
    List<Action.Pin> pending,
    Sets sets,
    @Nullable Stall stall) {

  public Plan {
    services = List.copyOf(services);
    actions = List.copyOf(actions);
    pending = List.copyOf(pending);
  }

  /**
   * @param declared the digest set of the spec, null where no service has a digest
   * @param enforced the digest set that is kept now
   */
  public record Sets(@Nullable String declared, @Nullable String enforced) {}

  /** The next instant at which something changes with nobody doing anything. */
  public Optional<Instant> recheckAt() {
    return services.stream()
        .flatMap(service -> Optional.ofNullable(service.recheckAt()).stream())
        .min(Instant::compareTo);
  }
}
