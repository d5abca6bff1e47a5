package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with a container whose image and configuration are there: it does not stay up. */
final class RunFaults {

  /** A crash seen twice is no accident. */
  private static final int TWICE = 2;

  /** A container that has run so long since its last crash is given the benefit of the doubt. */
  static final Duration STEADY = Duration.ofSeconds(30);

  /**
   * A probe's failure belongs to an end that follows within this time: the grace period of the pod
   * lies between the two.
   */
  private static final Duration KILLED_WITHIN = Duration.ofMinutes(2);

  /** After a run of this length the kubelet forgets the crashes before it. */
  private static final Duration SOON = Duration.ofMinutes(10);

  private RunFaults() {}

  /** Whether the runtime could not start it at all: the same will happen again. */
  static Optional<Fault> ofWaiting(
      Facts facts, Pod pod, PodContainer container, String reason, String message) {
    Place place = Place.of(pod, container);
    return switch (reason) {
      case "CreateContainerError", "RunContainerError" ->
          Optional.of(message)
              .filter(said -> !PodExamination.waits(facts, pod, said))
              .map(
                  said ->
                      ConfigFaults.missing(place, said).orElseGet(() -> notStarted(place, said)));
      case "PostStartHookError" ->
          Optional.of(
              new Fault(
                  Cause.StartError,
                  place,
                  "is ended because its postStart hook fails",
                  "mend the hook in the manifest, or what it calls"));
      default -> Optional.empty();
    };
  }

  private static Fault notStarted(Place place, String message) {
    return new Fault(
        Cause.StartError,
        place,
        "cannot be started" + why(message),
        "mend command, args or workingDir in the manifest, or the image");
  }

  /** The runtime's message quotes the command, which may hold a value: only its kind is told. */
  private static String why(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("no such file or directory")
        || text.contains("executable file not found")
        || text.contains("executable file `")) {
      return ": there is no such program in the image";
    }
    if (text.contains("permission denied")) {
      return ": permission denied";
    }
    if (text.contains("exec format error")) {
      return ": the program is for another processor (exec format error)";
    }
    if (text.contains("no command specified")) {
      return ": neither the image nor the manifest names a command";
    }
    return text.contains("deadline exceeded") ? ": the runtime did not answer in time" : "";
  }

  /** How its last runs ended, where that happens again and again. */
  static Optional<Fault> ofEnds(Facts facts, Pod pod, PodContainer container) {
    Termination end = container.newestEnd();
    if (end == null || recovered(facts, pod, container)) {
      return Optional.empty();
    }
    Place place = Place.of(pod, container);
    if (neverRan(end) && !(container.state() instanceof ContainerState.Running)) {
      return Optional.of(notStarted(place, end.message()));
    }
    boolean loops =
        waitsToRestart(container)
            ? container.ends() > 0
            : container.ends() >= TWICE && soonAgain(facts, pod, container, end);
    return loops ? Optional.of(crash(facts, pod, container, end)) : Optional.empty();
  }

  /**
   * Whether its runs end soon after one another: by the length of its runs on average, or, where
   * long good days come before, by a back-off that the kubelet told of lately.
   */
  private static boolean soonAgain(Facts facts, Pod pod, PodContainer container, Termination end) {
    Instant finished = end.finishedAt() == null ? facts.at() : end.finishedAt();
    Duration lived = Duration.between(pod.life().created(), finished);
    return lived.compareTo(SOON.multipliedBy(container.ends())) < 0
        || facts
            .notices(pod.id().uid())
            .filter(notice -> notice.reason().equals("BackOff"))
            .filter(notice -> notice.container().equals(container.name()))
            .anyMatch(notice -> !facts.past(notice.lastSeen(), SOON));
  }

  private static boolean neverRan(Termination end) {
    return switch (end.reason()) {
      case "StartError", "ContainerCannotRun" -> true;
      default -> false;
    };
  }

  private static boolean waitsToRestart(PodContainer container) {
    return container.state() instanceof ContainerState.Waiting(String reason, String _)
        && reason.equals("CrashLoopBackOff");
  }

  /** It is done (an init container, a Job's), or it has been running for a while. */
  private static boolean recovered(Facts facts, Pod pod, PodContainer container) {
    return switch (container.state()) {
      case ContainerState.Terminated(Termination end) ->
          end.exitCode() == 0
              && (container.role() == ContainerRole.Init || pod.owner() instanceof Pod.Owner.OfJob);
      case ContainerState.Running(@Nullable Instant since, boolean _) ->
          since == null || facts.past(since, STEADY);
      case ContainerState.Waiting _, ContainerState.Unknown _ -> false;
    };
  }

  /** When a container that runs between two crashes will count as recovered. */
  static @Nullable Instant recoveredAt(PodContainer container) {
    return container.ends() >= TWICE
            && container.state() instanceof ContainerState.Running(Instant since, boolean _)
            && since != null
        ? since.plus(STEADY)
        : null;
  }

  static Fault crash(Facts facts, Pod pod, PodContainer container, Termination end) {
    Place place = Place.of(pod, container);
    if (end.reason().equals("OOMKilled")) {
      return new Fault(
          Cause.OutOfMemory,
          place,
          "is killed for want of memory (OOMKilled, exit code " + end.exitCode() + ")",
          "raise resources.limits.memory, or mend what takes it");
    }
    Optional<String> probe = killingProbe(facts, pod, container, end);
    if (probe.isPresent()) {
      return new Fault(
          Cause.ProbeFailing,
          place,
          "is killed again and again because its "
              + probe.get()
              + " probe fails"
              + " (exit code "
              + end.exitCode()
              + ")",
          "mend path and port of the probe, or give the program more time to answer");
    }
    String how =
        (container.ends() < TWICE ? "ended" : "ends again and again")
            + " with exit code "
            + end.exitCode()
            + meaning(end);
    String logs = "kubectl logs --previous " + pod.name() + " -c " + container.name();
    return switch (container.role()) {
      case Init ->
          new Fault(Cause.InitCrashLoop, place, how, "the pod waits for it; read its log: " + logs);
      case Main, Sidecar -> new Fault(Cause.CrashLoop, place, how, "read its log: " + logs);
    };
  }

  private static String meaning(Termination end) {
    if (end.exitCode() == 0) {
      return " (it has nothing left to do, but must not end)";
    }
    return switch (end.effectiveSignal()) {
      case 9 -> " (SIGKILL: a probe, a node under pressure or a person killed it)";
      case 15 -> " (SIGTERM: it was asked to stop, as a failing liveness or startup probe does)";
      case 11 -> " (SIGSEGV)";
      case 6 -> " (SIGABRT)";
      default -> "";
    };
  }

  /** Events tell which probe it was; they say so for an hour. */
  private static Optional<String> killingProbe(
      Facts facts, Pod pod, PodContainer container, Termination end) {
    Instant finished = end.finishedAt();
    if (finished == null || !asked(end)) {
      return Optional.empty();
    }
    return facts
        .notices(pod.id().uid())
        .filter(notice -> notice.reason().equals("Unhealthy"))
        .filter(notice -> notice.container().equals(container.name()))
        .filter(notice -> notice.lastSeen().isAfter(finished.minus(KILLED_WITHIN)))
        .map(Notice::message)
        .flatMap(message -> killing(message).stream())
        .findFirst();
  }

  /**
   * Whether it ended as what is told to stop does: by a signal, or in good order. A program that
   * ends with a code of its own fails its probes too, while it is down.
   */
  private static boolean asked(Termination end) {
    return end.exitCode() == 0
        || switch (end.effectiveSignal()) {
          case 2, 3, 9, 15 -> true;
          default -> false;
        };
  }

  private static Optional<String> killing(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    return text.startsWith("liveness probe")
        ? Optional.of("liveness")
        : text.startsWith("startup probe") ? Optional.of("startup") : Optional.empty();
  }
}
