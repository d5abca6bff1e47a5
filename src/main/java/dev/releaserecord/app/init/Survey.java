package dev.releaserecord.app.init;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.draft.Inventory;
import dev.releaserecord.draft.Inventory.Loose;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.cache.projection.JobProjections;
import dev.releaserecord.kube.cache.projection.PodProjections;
import dev.releaserecord.kube.cache.projection.WorkloadProjections;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at a namespace once, with the rights of whoever asks. */
final class Survey {

  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;
  private final String namespace;
  private final List<String> missing = new ArrayList<>();
  private boolean applied;

  Survey(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Throws what the client throws, unless it is a right that can be done without.
   *
   * @param record that is drafted: what one of that name governs is looked at all the same
   */
  Inventory take(String record) {
    List<JobRun> runs =
        optional("jobs", () -> client.batch().v1().jobs().inNamespace(namespace).list().getItems())
            .stream()
            .flatMap(job -> JobProjections.of(job).stream())
            .toList();
    List<io.fabric8.kubernetes.api.model.Pod> pods =
        client.pods().inNamespace(namespace).list().getItems();
    return new Inventory(
        workloads(),
        pods.stream().flatMap(pod -> PodProjections.of(pod).stream()).toList(),
        runs,
        governed(record),
        loose(pods, runs));
  }

  /** Rights that are missing, each as {@code list cronjobs}. */
  List<String> missing() {
    return missing;
  }

  /** Whether the record stands there already. */
  boolean applied() {
    return applied;
  }

  private List<Workload> workloads() {
    var apps = client.apps();
    var deployments = apps.deployments().inNamespace(namespace).list().getItems();
    var statefulSets =
        optional(
            "statefulsets", () -> apps.statefulSets().inNamespace(namespace).list().getItems());
    var daemonSets =
        optional("daemonsets", () -> apps.daemonSets().inNamespace(namespace).list().getItems());
    var cronJobs =
        optional(
            "cronjobs",
            () -> client.batch().v1().cronjobs().inNamespace(namespace).list().getItems());
    return Stream.of(
            projected(deployments, WorkloadProjections::of),
            projected(statefulSets, WorkloadProjections::of),
            projected(daemonSets, WorkloadProjections::of),
            projected(cronJobs, WorkloadProjections::of))
        .flatMap(Function.identity())
        .toList();
  }

  private static <T extends HasMetadata> Stream<Workload> projected(
      List<T> objects, Function<T, Optional<Workload>> projection) {
    return objects.stream().flatMap(it -> projection.apply(it).stream());
  }

  private <T> List<T> optional(String resource, Supplier<List<T>> list) {
    try {
      return list.get();
    } catch (KubernetesClientException e) {
      if (ApiFailure.of(e) instanceof ApiFailure.Forbidden) {
        missing.add("list " + resource);
        return List.of();
      }
      throw e;
    }
  }

  private Map<WorkloadKey, String> governed(String record) {
    Map<WorkloadKey, String> governed = new HashMap<>();
    for (ReleaseRecord other : optional("releaserecords", this::records)) {
      String name = other.getMetadata().getName();
      if (name.equals(record)) {
        applied = true;
      } else {
        other.getSpec().services().stream()
            .flatMap(service -> service.workloadsOrDefault().stream())
            .map(it -> new WorkloadKey(Kind.valueOf(it.kindOrDefault().name()), it.name()))
            .forEach(key -> governed.putIfAbsent(key, name));
      }
    }
    return governed;
  }

  /** None where the cluster does not know them yet. */
  private List<ReleaseRecord> records() {
    try {
      return client.resources(ReleaseRecord.class).inNamespace(namespace).list().getItems();
    } catch (KubernetesClientException e) {
      if (ApiFailure.of(e) instanceof ApiFailure.NotFound) {
        return List.of();
      }
      throw e;
    }
  }

  private static List<Loose> loose(
      List<io.fabric8.kubernetes.api.model.Pod> pods, List<JobRun> runs) {
    Set<String> jobs = runs.stream().map(JobRun::name).collect(Collectors.toSet());
    return pods.stream()
        .filter(pod -> pod.getStatus() == null || !OVER.contains(pod.getStatus().getPhase()))
        .flatMap(pod -> loose(pod, jobs))
        .toList();
  }

  private static Stream<Loose> loose(io.fabric8.kubernetes.api.model.Pod pod, Set<String> jobs) {
    String place = "Pod/" + pod.getMetadata().getName();
    Stream<Loose> ephemeral =
        pod.getSpec().getEphemeralContainers().stream()
            .map(it -> new Loose(place + ", ephemeral container " + it.getName(), it.getImage()));
    boolean owned =
        PodProjections.of(pod)
            .map(Pod::owner)
            .filter(owner -> !(owner instanceof Pod.Owner.OfJob(String job)) || jobs.contains(job))
            .isPresent();
    return owned
        ? ephemeral
        : Stream.concat(
            pod.getSpec().getContainers().stream()
                .map(
                    it ->
                        new Loose(
                            place + " of no workload, container " + it.getName(), it.getImage())),
            ephemeral);
  }
}
