package dev.releaserecord.app.record;

import dev.releaserecord.api.WorkloadKind;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.cache.projection.WorkloadProjections;
import dev.releaserecord.rollout.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the pod templates of a namespace look like now, each asked for once. */
final class Shapes {

  private record Key(WorkloadKind kind, String name) {}

  private final KubernetesClient client;
  private final String namespace;
  private final Map<Key, Optional<String>> known = new HashMap<>();

  Shapes(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Empty where there is none, or it may not be read: a missing right spoils no rollback. */
  Optional<String> of(WorkloadKind kind, String name) {
    return known.computeIfAbsent(new Key(kind, name), _ -> ask(kind, name));
  }

  private Optional<String> ask(WorkloadKind kind, String name) {
    try {
      return read(kind, name).map(it -> it.id().shapeText());
    } catch (KubernetesClientException e) {
      if (ApiFailure.of(e) instanceof ApiFailure.Forbidden) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Workload> read(WorkloadKind kind, String name) {
    var apps = client.apps();
    return switch (kind) {
      case Deployment ->
          Optional.ofNullable(apps.deployments().inNamespace(namespace).withName(name).get())
              .flatMap(WorkloadProjections::of);
      case StatefulSet ->
          Optional.ofNullable(apps.statefulSets().inNamespace(namespace).withName(name).get())
              .flatMap(WorkloadProjections::of);
      case DaemonSet ->
          Optional.ofNullable(apps.daemonSets().inNamespace(namespace).withName(name).get())
              .flatMap(WorkloadProjections::of);
      case CronJob ->
          Optional.ofNullable(
                  client.batch().v1().cronjobs().inNamespace(namespace).withName(name).get())
              .flatMap(WorkloadProjections::of);
    };
  }
}
