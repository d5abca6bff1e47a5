package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;

/** Where a fault sits. */
public sealed interface Place {

  /** In the workload itself, or in what should make its pods. */
  record InWorkload() implements Place {}

  /** In a pod as a whole. */
  record InPod(String pod) implements Place {}

  /** In one container of a pod. */
  record InContainer(String pod, String container, ContainerRole role) implements Place {}

  /** In a container of the template: every pod will have it. */
  record InTemplate(String container, ContainerRole role) implements Place {}

  static Place of(Pod pod) {
    return new InPod(pod.name());
  }

  static Place of(Pod pod, PodContainer container) {
    return new InContainer(pod.name(), container.name(), container.role());
  }

  /** As a message begins: {@code init container migrate of pod users-0}; empty for the workload. */
  default String text() {
    return switch (this) {
      case InWorkload _ -> "";
      case InPod(String pod) -> "pod " + pod;
      case InContainer(String pod, String container, ContainerRole role) ->
          word(role) + container + " of pod " + pod;
      case InTemplate(String container, ContainerRole role) -> word(role) + container;
    };
  }

  /** The container's name, empty where no container is meant. */
  default String container() {
    return switch (this) {
      case InWorkload _, InPod _ -> "";
      case InContainer(String _, String container, ContainerRole _) -> container;
      case InTemplate(String container, ContainerRole _) -> container;
    };
  }

  /** The pod's name, empty where no pod is meant. */
  default String pod() {
    return switch (this) {
      case InWorkload _, InTemplate _ -> "";
      case InPod(String pod) -> pod;
      case InContainer(String pod, String _, ContainerRole _) -> pod;
    };
  }

  private static String word(ContainerRole role) {
    return switch (role) {
      case Init -> "init container ";
      case Sidecar -> "sidecar ";
      case Main -> "container ";
    };
  }
}
