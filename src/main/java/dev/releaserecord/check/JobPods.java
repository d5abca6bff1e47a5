package dev.releaserecord.check;

import dev.releaserecord.check.http.NotAsked;
import dev.releaserecord.kube.evidence.EvidenceTaker;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the pods of a check's Job tell of how it went. */
final class JobPods {

  private static final String JOB = "batch.kubernetes.io/job-name";
  private static final int LINES = 600;

  private final KubernetesClient client;
  private final EvidenceTaker evidence;

  JobPods(KubernetesClient client, EvidenceTaker evidence) {
    this.client = client;
    this.evidence = evidence;
  }

  /** It ran, and not to its end. */
  Attempt failed(JobMaker maker, String cronJob, String reason)
      throws NotAsked, InterruptedException {
    List<Pod> pods = pods(maker);
    String head = "Job " + maker.name() + " failed (" + reason + ")";
    Optional<EvidenceWanted> wanted =
        pods.stream()
            .sorted(
                Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                    .reversed())
            .flatMap(pod -> ended(pod, cronJob).stream())
            .findFirst();
    if (wanted.isEmpty()) {
      return started(pods) ? Attempt.failed(head) : Attempt.errored(head + ": " + why(pods));
    }
    EvidenceTaken taken = evidence.take(maker.site().namespace(), wanted.get());
    return Attempt.failed(head + ": exit code " + wanted.get().end().exitCode() + lastLines(taken));
  }

  private static String lastLines(EvidenceTaken taken) {
    String log = taken.evidence().log();
    if (log == null || log.isBlank()) {
      return taken.trouble() == null ? "" : "; no log: " + taken.trouble();
    }
    String line = log.strip().replaceAll("\\s*\\n\\s*", " | ");
    return "; last lines: "
        + (line.length() <= LINES ? line : "…" + line.substring(line.length() - LINES));
  }

  /** Its time is over. */
  Attempt late(JobMaker maker, String cronJob) throws NotAsked {
    List<Pod> pods = pods(maker);
    String head = "Job " + maker.name() + " of CronJob " + cronJob;
    return started(pods)
        ? Attempt.failed(head + " started and did not complete in time")
        : Attempt.errored(head + " did not start: " + why(pods));
  }

  private List<Pod> pods(JobMaker maker) throws NotAsked {
    try {
      return client
          .pods()
          .inNamespace(maker.site().namespace())
          .withLabel(JOB, maker.name())
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      throw Endpoints.notAsked("list pods", maker.site().namespace(), e);
    }
  }

  private static boolean started(List<Pod> pods) {
    return pods.stream()
        .flatMap(JobPods::main)
        .anyMatch(
            it ->
                it.getState() != null
                        && (it.getState().getRunning() != null
                            || it.getState().getTerminated() != null)
                    || it.getRestartCount() != null && it.getRestartCount() > 0);
  }

  /** Containers that wait tell why; else whoever could not place the pod. */
  private static String why(List<Pod> pods) {
    Stream<String> waiting =
        pods.stream()
            .flatMap(JobPods::all)
            .flatMap(it -> Stream.ofNullable(it.getState()))
            .flatMap(it -> Stream.ofNullable(it.getWaiting()))
            .map(it -> it.getReason() + (it.getMessage() == null ? "" : ", " + it.getMessage()));
    Stream<String> unplaced =
        pods.stream()
            .flatMap(pod -> pod.getStatus().getConditions().stream())
            .filter(it -> "PodScheduled".equals(it.getType()) && "False".equals(it.getStatus()))
            .map(it -> it.getReason() + ", " + it.getMessage());
    return Stream.concat(waiting, unplaced)
        .findFirst()
        .map(text -> text.length() <= LINES ? text : text.substring(0, LINES) + "…")
        .orElse(pods.isEmpty() ? "it has no pod" : "its pod has not begun");
  }

  private static Optional<EvidenceWanted> ended(Pod pod, String cronJob) {
    return all(pod).flatMap(it -> ended(pod, cronJob, it).stream()).findFirst();
  }

  private static Optional<EvidenceWanted> ended(Pod pod, String cronJob, ContainerStatus status) {
    return Stream.of(status.getState(), status.getLastState())
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(end -> end != null && end.getExitCode() != null && end.getExitCode() != 0)
        .findFirst()
        .map(
            end ->
                new EvidenceWanted(
                    new WorkloadKey(Kind.CronJob, cronJob),
                    new dev.releaserecord.rollout.Pod.Identity(
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid(),
                        pod.getMetadata().getResourceVersion()),
                    status.getName(),
                    termination(end),
                    Set.of(),
                    false));
  }

  private static Termination termination(ContainerStateTerminated end) {
    return new Termination(
        end.getExitCode(),
        Objects.requireNonNullElse(end.getSignal(), 0),
        Objects.requireNonNullElse(end.getReason(), ""),
        "",
        instant(end.getFinishedAt()),
        Objects.requireNonNullElse(end.getContainerID(), ""));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static Stream<ContainerStatus> main(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream();
  }

  private static Stream<ContainerStatus> all(Pod pod) {
    return Stream.concat(pod.getStatus().getInitContainerStatuses().stream(), main(pod));
  }
}
