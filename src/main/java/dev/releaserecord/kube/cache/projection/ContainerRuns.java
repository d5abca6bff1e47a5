package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what became of each container of a pod. */
final class ContainerRuns {

  private ContainerRuns() {}

  static List<PodContainer> of(Pod pod) {
    List<Container> init = pod.getSpec().getInitContainers();
    List<Container> main = pod.getSpec().getContainers();
    PodStatus status = pod.getStatus();
    List<ContainerStatus> initRuns = status == null ? List.of() : status.getInitContainerStatuses();
    List<ContainerStatus> mainRuns = status == null ? List.of() : status.getContainerStatuses();
    List<PodContainer> containers = new ArrayList<>(init.size() + main.size());
    for (Container container : init) {
      containers.add(container(container, Templates.initRole(container), initRuns));
    }
    for (Container container : main) {
      containers.add(container(container, ContainerRole.Main, mainRuns));
    }
    return containers;
  }

  private static PodContainer container(
      Container container, ContainerRole role, List<ContainerStatus> statuses) {
    ContainerStatus status = find(statuses, container.getName());
    return new PodContainer(
        Fields.word(container.getName()),
        role,
        Fields.word(container.getImage()),
        status == null ? "" : Fields.word(status.getImageID()),
        status == null ? PodContainer.Run.UNKNOWN : run(status));
  }

  private static @Nullable ContainerStatus find(List<ContainerStatus> statuses, String name) {
    for (ContainerStatus status : statuses) {
      if (name.equals(status.getName())) {
        return status;
      }
    }
    return null;
  }

  private static PodContainer.Run run(ContainerStatus status) {
    var last = status.getLastState();
    return new PodContainer.Run(
        state(status),
        last == null || last.getTerminated() == null ? null : termination(last.getTerminated()),
        Fields.number(status.getRestartCount(), 0),
        Boolean.TRUE.equals(status.getReady()));
  }

  private static ContainerState state(ContainerStatus status) {
    var state = status.getState();
    if (state == null) {
      return ContainerState.UNKNOWN;
    }
    if (state.getRunning() != null) {
      return new ContainerState.Running(
          Fields.instant(state.getRunning().getStartedAt()),
          !Boolean.FALSE.equals(status.getStarted()));
    }
    if (state.getTerminated() != null) {
      return new ContainerState.Terminated(termination(state.getTerminated()));
    }
    if (state.getWaiting() != null) {
      return new ContainerState.Waiting(
          Fields.word(state.getWaiting().getReason()),
          Fields.message(state.getWaiting().getMessage()));
    }
    return ContainerState.UNKNOWN;
  }

  private static Termination termination(ContainerStateTerminated end) {
    return new Termination(
        Fields.number(end.getExitCode(), 0),
        Fields.number(end.getSignal(), 0),
        Fields.word(end.getReason()),
        Fields.message(end.getMessage()),
        Fields.instant(end.getFinishedAt()),
        Fields.text(end.getContainerID()));
  }
}
