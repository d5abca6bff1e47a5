package dev.releaserecord.scene;

import dev.releaserecord.plan.Finding;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.Planner;
import dev.releaserecord.plan.ServicePlan;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.StatusProjector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Holds plans that remember an earlier pass against plans that do not: whatever was remembered, and
 * however long ago, both have to decide and tell the same.
 */
public final class Remembering {

  /**
   * From the pass that is remembered, one after the other: later, and earlier, as where a clock is
   * set back.
   */
  private static final List<Duration> APART =
      List.of(
          Duration.ofMinutes(-2),
          Duration.ofMillis(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(31),
          Duration.ofMinutes(11),
          Duration.ofDays(1));

  private final AtomicReference<Planner.@Nullable Memory> last = new AtomicReference<>();
  private final AtomicInteger plans = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * A plan without memory, once it is known that those with one are the same.
   *
   * @throws AssertionError if one differs
   */
  public Plan plan(Observation observation) {
    Plan plan = Planner.plan(observation);
    Planner.Memory now = new Planner.Memory(observation, plan);
    Planner.Memory before = last.getAndSet(now);
    if (before != null) {
      same(observation, plan, before);
    }
    Observation other = moved(observation, APART.get(plans.getAndIncrement() % APART.size()));
    same(other, Planner.plan(other), now);
    return plan;
  }

  /** Services that were not judged anew, over all plans. */
  public int taken() {
    return taken.get();
  }

  private static Observation moved(Observation observation, Duration duration) {
    return new Observation(
        observation.release(),
        observation.previous(),
        observation.at().plus(duration),
        observation.workloads(),
        observation.rivals(),
        observation.terms());
  }

  private void same(Observation observation, Plan plan, Planner.Memory memory) {
    Plan remembering = Planner.plan(observation, memory);
    if (!decisions(remembering).equals(decisions(plan))
        || !told(observation, remembering).equals(told(observation, plan))) {
      throw new AssertionError(
          "a plan that remembers says " + remembering + "\none that does not says " + plan);
    }
    for (int i = 0; i < remembering.services().size(); i++) {
      if (of(memory.plan(), remembering.services().get(i)).isPresent()) {
        taken.incrementAndGet();
      }
    }
  }

  private static Object told(Observation observation, Plan plan) {
    return StatusProjector.project(new Outcome(observation, plan, List.of(), List.of()));
  }

  /** The same list of findings is one that was not made anew. */
  private static Optional<ServicePlan> of(Plan before, ServicePlan now) {
    return before.services().stream()
        .filter(it -> !it.findings().isEmpty() && it.findings() == now.findings())
        .findFirst();
  }

  /**
   * All of a plan but the instants at which its findings were made, by which nothing is decided.
   */
  private static List<@Nullable Object> decisions(Plan plan) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(plan.work());
    all.add(plan.sets());
    all.add(plan.stall());
    all.add(plan.proof());
    for (ServicePlan service : plan.services()) {
      all.add(service.service());
      all.add(service.state());
      all.add(service.remarks());
      all.add(service.stall());
      all.add(service.recheckAt());
      service.findings().forEach(finding -> all.add(timeless(finding)));
    }
    return all;
  }

  private static List<@Nullable Object> timeless(Finding finding) {
    List<@Nullable Object> all = new ArrayList<>();
    Governed governed = finding.governedOrNull();
    if (governed == null) {
      all.add(finding);
      return all;
    }
    all.add(finding.getClass());
    all.add(finding instanceof Finding.Differs differs ? differs.changes() : null);
    all.add(governed.workload());
    all.add(governed.containers());
    all.add(governed.running());
    Finding.Health health = governed.health();
    all.add(health.facts().pods());
    all.add(health.facts().runs());
    all.add(health.facts().around());
    all.add(health.progress());
    all.add(health.diagnosis());
    all.add(health.revision());
    all.add(health.serving());
    var clock = health.clock();
    all.add(clock == null || !clock.running() ? null : clock);
    return all;
  }
}
