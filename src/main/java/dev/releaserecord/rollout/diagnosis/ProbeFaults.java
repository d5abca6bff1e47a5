package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.TemplateContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Containers that run and do not become ready, and pods whose readiness gates stay closed. */
final class ProbeFaults {

  /** What a readiness gate is given, and a container at the least. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Written by the kubelet's HTTP prober (pkg/probe/http); the rest may be a program's words. */
  private static final Pattern STATUS =
      Pattern.compile("http probe failed with statuscode: (\\d{3})\\b");

  /** While it starts a program refuses connections; what it answers once it runs tells more. */
  private static final Comparator<Notice> NEWEST_FIRST =
      Comparator.comparing(Notice::lastSeen).reversed().thenComparing(Notice::message);

  private ProbeFaults() {}

  /** A container that runs longer than its readiness probe allows without having become ready. */
  static Optional<Fault> of(Facts facts, Pod pod, PodContainer container) {
    Instant due = due(facts, container);
    if (due == null || facts.at().isBefore(due)) {
      return Optional.empty();
    }
    return Optional.of(
        new Fault(
            Cause.ProbeFailing,
            Place.of(pod, container),
            "runs but its readiness probe does not pass" + detail(facts, pod, container),
            "mend path and port of the probe, or what the program waits for: kubectl logs "
                + pod.name()
                + " -c "
                + container.name()));
  }

  /**
   * When a container that is not ready yet should have been; null where it is ready, does not run,
   * or its startup probe has still to pass.
   */
  static @Nullable Instant due(Facts facts, PodContainer container) {
    if (container.run().ready()
        || container.role() == ContainerRole.Init
        || !(container.state() instanceof ContainerState.Running(Instant since, boolean started))
        || !started
        || since == null) {
      return null;
    }
    Duration window =
        facts
            .workload()
            .container(container.name())
            .map(TemplateContainer::traits)
            .map(traits -> Duration.ofSeconds(traits.readinessWindow()))
            .orElse(Duration.ZERO);
    return since.plus(window.compareTo(PATIENCE) > 0 ? window : PATIENCE);
  }

  /** The kubelet's words of how it asked and what it got: status codes, refused connections. */
  private static String detail(Facts facts, Pod pod, PodContainer container) {
    return facts
        .notices(pod.id().uid())
        .filter(notice -> notice.reason().equals("Unhealthy"))
        .filter(notice -> notice.container().equals(container.name()))
        .sorted(NEWEST_FIRST)
        .map(notice -> Wording.alone(notice.message()))
        .filter(message -> message.toLowerCase(Locale.ROOT).startsWith("readiness probe"))
        .flatMap(message -> answer(message).stream())
        .findFirst()
        .map(answer -> " (" + answer + ")")
        .orElse("");
  }

  /** Only what Kubernetes itself says: an exec probe's message holds the program's own output. */
  private static Optional<String> answer(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    Matcher status = STATUS.matcher(text);
    if (status.find()) {
      return Optional.of("it answers HTTP " + status.group(1));
    }
    if (text.contains("service unhealthy (responded with")) {
      return Optional.of("its gRPC health service says that it is not serving");
    }
    if (text.contains("connection refused")) {
      return Optional.of("the connection is refused");
    }
    return text.contains("timeout") || text.contains("deadline exceeded")
        ? Optional.of("it does not answer in time")
        : Optional.empty();
  }

  /**
   * When gates that are still closed should have opened: counted from the last container's start.
   */
  static @Nullable Instant gatesDue(Pod pod) {
    return pod.life().closedGates().isEmpty()
        ? null
        : pod.containers().stream()
            .flatMap(
                container ->
                    container.state() instanceof ContainerState.Running(Instant since, boolean _)
                        ? Stream.ofNullable(since)
                        : Stream.empty())
            .max(Instant::compareTo)
            .orElse(pod.life().created())
            .plus(PATIENCE);
  }

  /** Gates that something outside the pod has to open. */
  static Optional<Fault> ofGates(Facts facts, Pod pod) {
    Instant due = gatesDue(pod);
    if (due == null || facts.at().isBefore(due)) {
      return Optional.empty();
    }
    return Optional.of(
        new Fault(
            Cause.ProbeFailing,
            Place.of(pod),
            "waits for its readiness gate " + String.join(", ", pod.life().closedGates()),
            "look at the controller that sets this condition on pods"));
  }
}
