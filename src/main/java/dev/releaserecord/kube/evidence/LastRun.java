package dev.releaserecord.kube.evidence;

import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.rollout.Termination;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The run of a container that evidence is of, as the pod tells of it now.
 *
 * @param end with the whole message
 * @param previous whether its log is that of the run before, because the container was started
 *     again since; a kubelet keeps these two logs and no more
 */
record LastRun(ContainerStateTerminated end, boolean previous) {

  /** The run that is asked for, or the newest one where a kubelet has forgotten that. */
  static Optional<LastRun> of(Pod pod, EvidenceWanted wanted) {
    ContainerStatus status = status(pod, wanted.container());
    if (status == null) {
      return Optional.empty();
    }
    LastRun now = status.getState() == null ? null : run(status.getState().getTerminated(), false);
    LastRun before =
        status.getLastState() == null ? null : run(status.getLastState().getTerminated(), true);
    return before != null && (now == null || (!now.is(wanted.end()) && before.is(wanted.end())))
        ? Optional.of(before)
        : Optional.ofNullable(now);
  }

  private static @Nullable LastRun run(@Nullable ContainerStateTerminated end, boolean previous) {
    return end == null ? null : new LastRun(end, previous);
  }

  private static @Nullable ContainerStatus status(Pod pod, String container) {
    if (pod.getStatus() == null) {
      return null;
    }
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(status -> container.equals(status.getName()))
        .findFirst()
        .orElse(null);
  }

  /** By its own name where it has one: two runs may end within a second. */
  private boolean is(Termination wanted) {
    String id = text(end.getContainerID());
    return id.isEmpty() || wanted.containerId().isEmpty()
        ? Objects.equals(instant(end.getFinishedAt()), wanted.finishedAt())
        : id.equals(wanted.containerId());
  }

  Termination termination() {
    return new Termination(
        Objects.requireNonNullElse(end.getExitCode(), 0),
        Objects.requireNonNullElse(end.getSignal(), 0),
        text(end.getReason()),
        text(end.getMessage()),
        instant(end.getFinishedAt()),
        text(end.getContainerID()));
  }

  /** When it began; when it ended where it never did begin. */
  @Nullable Instant began() {
    Instant started = instant(end.getStartedAt());
    return started == null ? instant(end.getFinishedAt()) : started;
  }

  /** Runtimes write the epoch for a moment that never was. */
  private static @Nullable Instant instant(@Nullable String text) {
    Instant instant = text == null || text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    return instant.isAfter(Instant.EPOCH) ? instant : null;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
