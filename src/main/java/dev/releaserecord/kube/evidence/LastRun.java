package dev.releaserecord.kube.evidence;

import dev.releaserecord.plan.action.EvidenceWanted;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which of the two logs that a kubelet keeps is that of the run that ended. */
final class LastRun {

  private LastRun() {}

  /** True where the container has been started again since. */
  static boolean isPrevious(Pod pod, EvidenceWanted wanted) {
    ContainerStatus status = status(pod, wanted.container());
    if (status == null || status.getLastState() == null) {
      return false;
    }
    ContainerStateTerminated before = status.getLastState().getTerminated();
    ContainerStateTerminated now =
        status.getState() == null ? null : status.getState().getTerminated();
    return before != null && (now == null || (!same(now, wanted) && same(before, wanted)));
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

  private static boolean same(ContainerStateTerminated state, EvidenceWanted wanted) {
    Instant end = wanted.end().finishedAt();
    return end != null
        && state.getFinishedAt() != null
        && end.toString().equals(Instant.parse(state.getFinishedAt()).toString());
  }
}
