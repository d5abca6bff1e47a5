package dev.releaserecord.plan.rotation;

import dev.releaserecord.api.WorkloadSecrets;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload that keeps pods running, and what is known of how they were started.
 *
 * @param namespace that it is in
 * @param pods its own
 * @param revision hash of its newest pod template; empty while nobody knows
 * @param before what its pods were started with, as the last pass left it; null for nothing
 */
public record Dependent(
    String namespace,
    Workload workload,
    List<Pod> pods,
    String revision,
    @Nullable WorkloadSecrets before) {

  /**
   * A kubelet takes the environment of a container together before it has the container made, and
   * says that it started when that is done. One of a pod that was there already may still have been
   * given what a Secret held this long before.
   */
  private static final Duration LAG = Duration.ofSeconds(10);

  public Dependent {
    pods = List.copyOf(pods);
  }

  /** Those that go on running. */
  List<Pod> standing() {
    return pods.stream().filter(pod -> !pod.leaving() && pod.life().ended() == null).toList();
  }

  /** Those of the newest template, if all that were made of it can be seen. */
  List<Pod> newest() {
    List<Pod> newest =
        revision.isEmpty()
            ? List.of()
            : standing().stream().filter(pod -> pod.revision().equals(revision)).toList();
    return newest.size() >= workload.replicas().updated() ? newest : List.of();
  }

  /**
   * Whether nothing of it had started by then. Within the same second it counts as started: a
   * needless restart does less harm than a forgotten one.
   *
   * @param mounted whether it would have taken it with its volumes, before its containers
   */
  static boolean startedAfter(Pod pod, Instant instant, boolean mounted) {
    return pod.life().created().isAfter(instant)
        || (!mounted
            && !pod.containers().isEmpty()
            && pod.containers().stream()
                .allMatch(it -> it.run().restarts() == 0 && startedAfter(it, instant.plus(LAG))));
  }

  /** One that waits takes what there is when it starts. */
  private static boolean startedAfter(PodContainer container, Instant instant) {
    return switch (container.state()) {
      case ContainerState.Waiting _ -> true;
      case ContainerState.Running(Instant since, boolean _) ->
          since != null && since.isAfter(instant);
      case ContainerState.Terminated _, ContainerState.Unknown _ -> false;
    };
  }

  /** Whether something of it may have started since then, for all that anybody can tell. */
  static boolean mayHaveStartedSince(Pod pod, Instant instant) {
    Instant before = instant.minusSeconds(1);
    return pod.life().created().isAfter(before)
        || pod.containers().stream().anyMatch(it -> !startedBy(it, before));
  }

  /** Whether it has run ever since then at the latest; of one that ended nobody knows. */
  private static boolean startedBy(PodContainer container, Instant instant) {
    return container.state() instanceof ContainerState.Running(Instant since, boolean _)
        && since != null
        && !since.isAfter(instant);
  }
}
