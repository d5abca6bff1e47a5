package dev.releaserecord.plan.rotation;

import dev.releaserecord.rollout.reference.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A service as rotations see it.
 *
 * @param after services that come before it
 * @param condition how it does
 * @param steadyFrom when its pods have been steady long enough to prove something; null while they
 *     are not
 * @param against why nothing of it may be restarted now; null where nothing stands against it
 */
public record Member(
    String name,
    List<String> after,
    List<Standing> standings,
    Condition condition,
    @Nullable Instant steadyFrom,
    @Nullable Bar against) {

  public Member {
    after = List.copyOf(after);
    standings = List.copyOf(standings);
  }

  /** How a service does. */
  public enum Condition {
    Well,
    /** It is on its way by itself. */
    Moving,
    Broken,
    /** Something else has to happen first. */
    Waiting
  }

  /**
   * What stands against a restart.
   *
   * @param blocks whether it takes somebody to do something about it
   */
  public record Bar(String why, boolean blocks) {}

  List<Change> due() {
    return standings.stream().flatMap(standing -> standing.due().stream()).toList();
  }

  Set<ObjectRef> dueFor() {
    return due().stream().map(Change::object).collect(Collectors.toSet());
  }

  boolean stale() {
    return standings.stream().anyMatch(standing -> !standing.due().isEmpty());
  }

  /** Whether a template of it says that it was restarted for what an object holds now. */
  boolean restartedFor(ObjectRef object) {
    return standings.stream().anyMatch(it -> it.restarted() && it.dependsOn(object));
  }

  /** Whether a restart of ours was the last that its templates saw. */
  boolean restartedBefore() {
    return standings.stream()
        .anyMatch(it -> it.workload().template().notes().restartedFor() != null);
  }

  /** Whether it is well, and has long been, with what an object holds now. */
  boolean proves(ObjectRef object, Instant at) {
    return condition == Condition.Well
        && steadyFrom != null
        && !steadyFrom.isAfter(at)
        && standings.stream().anyMatch(it -> it.dependsOn(object))
        && standings.stream()
            .filter(it -> it.dependsOn(object))
            .allMatch(it -> it.restarts() != null && it.restarts().surely().contains(object));
  }
}
