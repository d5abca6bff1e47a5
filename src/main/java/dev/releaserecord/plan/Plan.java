package dev.releaserecord.plan;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.EvidenceWanted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decision of one pass.
 *
 * @param services in the order of the spec
 * @param sets what is declared and what is kept
 * @param stall of the record as a whole; null for none
 */
public record Plan(List<ServicePlan> services, Work work, Sets sets, @Nullable Stall stall) {

  public Plan {
    services = List.copyOf(services);
  }

  /**
   * What is to be done, and what would be.
   *
   * @param pins to be written now, at most one per workload; CronJobs last
   * @param pending pins that may not be written yet
   * @param evidence to be read before anything is done about the workloads that it concerns
   */
  public record Work(
      List<Action.Pin> pins, List<Action.Pin> pending, List<EvidenceWanted> evidence) {

    /** Nothing at all. */
    public static final Work NONE = new Work(List.of(), List.of(), List.of());

    public Work {
      pins = List.copyOf(pins);
      pending = List.copyOf(pending);
      evidence = List.copyOf(evidence);
    }
  }

  /** To be carried out now, at most one per workload. */
  public List<Action.Pin> actions() {
    return work.pins;
  }

  /** What would change but may not yet. */
  public List<Action.Pin> pending() {
    return work.pending;
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
