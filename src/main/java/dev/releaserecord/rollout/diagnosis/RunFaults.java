package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with a container whose image and configuration are there: it does not stay up. */
final class RunFaults {

  /**
   * How long a probe's failure counts as what ends the program again and again: as long as its
   * event is kept. The kubelet kills at each failure but does not say so each time: it tells of one
   * pod at most once in five minutes, once it has told 25 things (client-go's event spam filter).
   */
  private static final Duration TOLD_WITHIN = Duration.ofHours(1);

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
          Optional.of(hook(place)).filter(_ -> container.run().restarts() > 0);
      default -> Optional.empty();
    };
  }

  private static Fault hook(Place place) {
    return new Fault(
        Cause.StartError,
        place,
        "is ended because its postStart hook fails",
        "mend the hook in the manifest, or what it calls");
  }

  private static Fault notStarted(Place place, String message) {
    if (message.toLowerCase(Locale.ROOT).contains("oom-killed")) {
      return new Fault(
          Cause.OutOfMemory,
          place,
          "is killed for want of memory before its program runs",
          "raise resources.limits.memory");
    }
    return new Fault(
        Cause.StartError,
        place,
        "cannot be started" + why(message),
        "mend command, args or workingDir in the manifest, or the image");
  }

  /** The runtime's message quotes the command, which may hold a value: only its kind is told. */
  private static String why(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("error mounting") || text.contains("failed to mount")) {
      return ": a volume cannot be mounted at its place in the image";
    }
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
    Place place = Place.of(pod, container);
    if (end == null) {
      return CrashLoops.waitsToRestart(container)
          ? Optional.of(endless(pod, container))
          : Optional.empty();
    }
    if (neverRan(end)) {
      return container.state() instanceof ContainerState.Running
          ? Optional.empty()
          : Optional.of(notStarted(place, end.message()));
    }
    return CrashLoops.loops(facts, pod, container, end)
            && !CrashLoops.recovered(facts, pod, container)
        ? Optional.of(crash(facts, pod, container, end))
        : Optional.empty();
  }

  /** The kubelet says that it backs off, and nothing is left of the runs before. */
  private static Fault endless(Pod pod, PodContainer container) {
    return crash(pod, container, "ends again and again");
  }

  private static boolean neverRan(Termination end) {
    return switch (end.reason()) {
      case "StartError", "ContainerCannotRun" -> true;
      default -> false;
    };
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
    if (hookFailed(facts, pod, container, end)) {
      return hook(place);
    }
    String how =
        (CrashLoops.once(container) ? "ended" : "ends again and again")
            + " with exit code "
            + end.exitCode()
            + meaning(end);
    return crash(pod, container, how);
  }

  private static Fault crash(Pod pod, PodContainer container, String how) {
    Place place = Place.of(pod, container);
    String logs = "kubectl logs --previous " + pod.name() + " -c " + container.name();
    return switch (container.role()) {
      case Init ->
          new Fault(Cause.InitCrashLoop, place, how, "the pod waits for it; read its log: " + logs);
      case Main, Sidecar -> new Fault(Cause.CrashLoop, place, how, "read its log: " + logs);
    };
  }

  private static boolean hookFailed(Facts facts, Pod pod, PodContainer container, Termination end) {
    Instant finished = end.finishedAt();
    return finished != null
        && asked(end)
        && facts
            .notices(pod.id().uid())
            .filter(notice -> notice.reason().equals("FailedPostStartHook"))
            .filter(notice -> notice.container().equals(container.name()))
            .anyMatch(notice -> notice.lastSeen().isAfter(finished.minus(TOLD_WITHIN)));
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
        .filter(notice -> notice.lastSeen().isAfter(finished.minus(TOLD_WITHIN)))
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
    String text = Wording.alone(message).toLowerCase(Locale.ROOT);
    return text.startsWith("liveness probe")
        ? Optional.of("liveness")
        : text.startsWith("startup probe") ? Optional.of("startup") : Optional.empty();
  }
}
