package dev.releaserecord.app.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.WorkloadStatus;
import dev.releaserecord.kube.ApiFailure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What manifests call the images of a record, by the annotation that a client-side {@code kubectl
 * apply} leaves on what it applied. Its text holds the whole manifest; only images are taken.
 */
final class Manifests {

  private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final String namespace;
  private final List<String> unread = new ArrayList<>();

  Manifests(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Of the containers that the record governs by its status. */
  List<Applied> images(ReleaseRecord record) {
    ReleaseRecordStatus status =
        Objects.requireNonNullElse(record.getStatus(), ReleaseRecordStatus.EMPTY);
    return status.services().stream()
        .flatMap(service -> service.workloads().stream().flatMap(it -> images(service, it)))
        .toList();
  }

  /** Workloads that may not be read, each as {@code Deployment/users}. */
  List<String> unread() {
    return unread;
  }

  private Stream<Applied> images(ServiceStatus service, WorkloadStatus workload) {
    String key = workload.kind() + "/" + workload.name();
    try {
      return Stream.ofNullable(find(workload))
          .flatMap(it -> applied(it).stream())
          .flatMap(
              manifest ->
                  workload.containers().stream()
                      .flatMap(
                          container ->
                              image(manifest, container)
                                  .map(
                                      image ->
                                          new Applied(
                                              service.name(),
                                              key + ", container " + container,
                                              image))
                                  .stream()));
    } catch (KubernetesClientException e) {
      if (ApiFailure.of(e) instanceof ApiFailure.Forbidden) {
        unread.add(key);
        return Stream.empty();
      }
      throw e;
    }
  }

  private @Nullable HasMetadata find(WorkloadStatus workload) {
    var apps = client.apps();
    String name = workload.name();
    return switch (workload.kind()) {
      case Deployment -> apps.deployments().inNamespace(namespace).withName(name).get();
      case StatefulSet -> apps.statefulSets().inNamespace(namespace).withName(name).get();
      case DaemonSet -> apps.daemonSets().inNamespace(namespace).withName(name).get();
      case CronJob -> client.batch().v1().cronjobs().inNamespace(namespace).withName(name).get();
    };
  }

  private static Optional<JsonNode> applied(HasMetadata workload) {
    var annotations = workload.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(APPLIED);
    try {
      return text == null ? Optional.empty() : Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException _) {
      // Its message quotes the manifest.
      return Optional.empty();
    }
  }

  /** Of a manifest of any of the four kinds. */
  static Optional<String> image(JsonNode manifest, String container) {
    JsonNode spec = manifest.path("spec");
    JsonNode template = spec.has("jobTemplate") ? spec.path("jobTemplate").path("spec") : spec;
    JsonNode pod = template.path("template").path("spec");
    return Stream.of("containers", "initContainers")
        .flatMap(list -> pod.path(list).valueStream())
        .filter(it -> it.path("name").asText("").equals(container))
        .map(it -> it.path("image").asText(""))
        .filter(image -> !image.isEmpty())
        .findFirst();
  }
}
