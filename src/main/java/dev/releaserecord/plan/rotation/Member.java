package dev.releaserecord.plan.rotation;

import dev.releaserecord.plan.rotation.Content.Course;
import dev.releaserecord.rollout.reference.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service as rotations see it.
 *
 * @param after services that come before it
 * @param condition how it does
 * @param against why nothing of it may be restarted now; null where nothing stands against it
 */
public record Member(
    String name,
    List<String> after,
    List<Standing> standings,
    Condition condition,
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

  /**
   * The same, where its pods have been steady long enough to prove something. One workload of it
   * that waits for its restart keeps the others from proving anything, unless it cannot come now:
   * nobody would ever know then.
   *
   * @param steadyFrom when they have been; null while they are not
   */
  public Member settled(@Nullable Instant steadyFrom, Instant at) {
    boolean settled = condition == Condition.Well && steadyFrom != null && !steadyFrom.isAfter(at);
    return settled
        ? new Member(
            name,
            after,
            standings.stream()
                .map(it -> it.well(object -> against != null || !stale(object)))
                .toList(),
            condition,
            against)
        : this;
  }

  List<Content> due() {
    return standings.stream().flatMap(standing -> standing.due().stream()).toList();
  }

  boolean stale() {
    return standings.stream().anyMatch(standing -> !standing.due().isEmpty());
  }

  boolean stale(ObjectRef object) {
    return of(object).anyMatch(Content::due);
  }

  Optional<Content> takenBack() {
    return due().stream().filter(it -> it.course() == Course.TakenBack).findFirst();
  }

  /** What its workloads take of an object whose change restarts them. */
  private Stream<Content> of(ObjectRef object) {
    return standings.stream().flatMap(standing -> standing.of(object));
  }

  /** Whether a restart of ours was the last that it saw, and nobody has seen it well since. */
  boolean unproven() {
    return standings.stream().anyMatch(Standing::unproven);
  }

  /** Whether we restarted some of it for what an object has held since then. */
  boolean restartedFor(ObjectRef object, @Nullable Instant change) {
    return running(object).anyMatch(it -> it.restarted() && it.isSince(change));
  }

  /**
   * Whether it shows, or will, what comes of what an object has held since then: whoever restarted
   * it, and be it that its own rollout does so.
   */
  boolean tries(ObjectRef object, @Nullable Instant change) {
    return restartedFor(object, change)
        || running(object)
            .filter(it -> !it.verified())
            .anyMatch(
                it ->
                    switch (condition) {
                      case Moving -> it.isSince(change) || unproven();
                      case Well -> it.isSince(change) && !it.due();
                      // It may be broken for something else, if nobody restarted it for this.
                      case Broken -> unproven() && !stale(object);
                      case Waiting -> false;
                    });
  }

  /** Where no pod is wanted nothing can be shown. */
  private Stream<Content> running(ObjectRef object) {
    return standings.stream()
        .filter(standing -> standing.workload().replicas().wanted() > 0)
        .flatMap(standing -> standing.of(object));
  }

  /** Whether it was well with what an object has held since then. */
  boolean proves(ObjectRef object, @Nullable Instant change) {
    List<Content> concerned = running(object).filter(it -> it.isSince(change)).toList();
    return !concerned.isEmpty() && concerned.stream().allMatch(Content::verified);
  }
}
