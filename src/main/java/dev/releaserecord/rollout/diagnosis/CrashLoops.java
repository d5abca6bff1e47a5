package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the ends of a container follow one another, or are history. */
final class CrashLoops {

  /** A crash seen twice is no accident. */
  private static final int TWICE = 2;

  /** A container that has run so long since its last crash is given the benefit of the doubt. */
  private static final Duration STEADY = Duration.ofSeconds(30);

  /** After a run of this length the kubelet forgets the crashes before it. */
  private static final Duration SOON = Duration.ofMinutes(10);

  /** The first restart comes at once; only a back-off lies as long between two runs. */
  private static final Duration BACK_OFF = Duration.ofSeconds(2);

  private CrashLoops() {}

  /**
   * Whether its runs end soon after one another. A pod that lives long restarts now and then, each
   * time at once: that is none.
   */
  static boolean loops(Facts facts, Pod pod, PodContainer container, Termination end) {
    return switch (container.state()) {
      case ContainerState.Waiting _ -> waitsToRestart(container);
      case ContainerState.Terminated _ ->
          container.ends() >= TWICE && soonAgain(facts, pod, container, end);
      case ContainerState.Running(@Nullable Instant since, boolean _) ->
          container.ends() >= TWICE
              && backedOff(end, since)
              && oftenEnough(facts, pod, container, end);
      case ContainerState.Unknown _ -> false;
    };
  }

  private static boolean soonAgain(Facts facts, Pod pod, PodContainer container, Termination end) {
    Termination before = container.run().last();
    return before == null || before.finishedAt() == null || end.finishedAt() == null
        ? oftenEnough(facts, pod, container, end)
        : Duration.between(before.finishedAt(), end.finishedAt()).compareTo(SOON) < 0;
  }

  private static boolean backedOff(Termination end, @Nullable Instant since) {
    return since == null
        || end.finishedAt() == null
        || !since.isBefore(end.finishedAt().plus(BACK_OFF));
  }

  /** By the length of its runs on average, or by a back-off that the kubelet told of lately. */
  private static boolean oftenEnough(
      Facts facts, Pod pod, PodContainer container, Termination end) {
    Instant finished = end.finishedAt() == null ? facts.at() : end.finishedAt();
    Duration lived = Duration.between(pod.life().created(), finished);
    return lived.compareTo(SOON.multipliedBy(container.ends())) < 0
        || facts
            .notices(pod.id().uid())
            .filter(notice -> notice.reason().equals("BackOff"))
            .filter(notice -> notice.container().equals(container.name()))
            .anyMatch(notice -> !facts.past(notice.lastSeen(), SOON));
  }

  static boolean waitsToRestart(PodContainer container) {
    return container.state() instanceof ContainerState.Waiting(String reason, String _)
        && reason.equals("CrashLoopBackOff");
  }

  /** It is done (an init container, a Job's), or it has been running for a while. */
  static boolean recovered(Facts facts, Pod pod, PodContainer container) {
    return switch (container.state()) {
      case ContainerState.Terminated(Termination end) ->
          end.exitCode() == 0
              && (container.role() == ContainerRole.Init || pod.owner() instanceof Pod.Owner.OfJob);
      case ContainerState.Running(@Nullable Instant since, boolean _) ->
          since == null || facts.past(since, steady(pod, container, since));
      case ContainerState.Waiting _, ContainerState.Unknown _ -> false;
    };
  }

  /**
   * How long it has to run until its crashes are history: half a minute. Where it does not even
   * become ready, twice the back-off before this run: a program that always gives up after a minute
   * is not mended by another minute.
   */
  private static Duration steady(Pod pod, PodContainer container, Instant since) {
    Termination end = container.run().last();
    if (pod.ready() || end == null || end.finishedAt() == null) {
      return STEADY;
    }
    Duration twice = Duration.between(end.finishedAt(), since).multipliedBy(2);
    Duration atLeast = twice.compareTo(STEADY) < 0 ? STEADY : twice;
    return atLeast.compareTo(SOON) < 0 ? atLeast : SOON;
  }

  /** When a container that runs between two crashes will count as recovered. */
  static @Nullable Instant recoveredAt(Facts facts, Pod pod, PodContainer container) {
    Termination end = container.newestEnd();
    return end != null
            && container.state() instanceof ContainerState.Running(Instant since, boolean _)
            && since != null
            && loops(facts, pod, container, end)
        ? since.plus(steady(pod, container, since))
        : null;
  }

  /** The kubelet starts again only what has ended before, so a back-off tells of a second end. */
  static boolean once(PodContainer container) {
    return container.ends() < TWICE && !waitsToRestart(container);
  }
}
