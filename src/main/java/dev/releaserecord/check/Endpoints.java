package dev.releaserecord.check;

import dev.releaserecord.check.http.NotAsked;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the addresses behind which a service answers now. */
final class Endpoints {

  private static final String SERVICE = "kubernetes.io/service-name";

  private final KubernetesClient client;
  private final String namespace;
  private final String who;

  /**
   * @param who asks, as the subject of a sentence about a missing right
   */
  Endpoints(KubernetesClient client, String namespace, String who) {
    this.client = client;
    this.namespace = namespace;
    this.who = who;
  }

  /**
   * @param service name of a Kubernetes Service; null for the ready pods of the workloads
   */
  NavigableSet<String> ready(@Nullable String service, List<WorkloadKey> workloads)
      throws NotAsked {
    try {
      NavigableSet<String> found = new TreeSet<>();
      if (service != null) {
        ofService(service).forEach(found::add);
      } else {
        workloads.forEach(key -> ofPods(key).forEach(found::add));
      }
      if (found.isEmpty()) {
        throw new NotAsked(
            service == null
                ? "none of its pods is ready"
                : "Service " + service + " has no ready endpoint");
      }
      return found;
    } catch (KubernetesClientException e) {
      throw notAsked(
          who,
          service == null ? "list pods" : "list endpointslices.discovery.k8s.io",
          namespace,
          e);
    }
  }

  /**
   * @param what verb and resource
   */
  static NotAsked notAsked(String what, String namespace, KubernetesClientException e) {
    return notAsked("the operator", what, namespace, e);
  }

  /** The same of somebody else. */
  static NotAsked notAsked(String who, String what, String namespace, KubernetesClientException e) {
    return switch (ApiFailure.of(e)) {
      case ApiFailure.Forbidden _ ->
          new NotAsked(who + " may not " + what + " in namespace " + namespace, e);
      case ApiFailure failure -> new NotAsked("could not " + what + ": " + failure.message(), e);
    };
  }

  private Stream<String> ofService(String service) {
    return client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(namespace)
        .withLabel(SERVICE, service)
        .list()
        .getItems()
        .stream()
        .flatMap(slice -> slice.getEndpoints().stream())
        .filter(Endpoints::ready)
        .flatMap(endpoint -> endpoint.getAddresses().stream());
  }

  /** Where nobody says that it is not. */
  private static boolean ready(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }

  private Stream<String> ofPods(WorkloadKey key) {
    return selector(key).stream()
        .flatMap(
            selector ->
                client
                    .pods()
                    .inNamespace(namespace)
                    .withLabelSelector(selector)
                    .list()
                    .getItems()
                    .stream())
        .filter(Endpoints::ready)
        .flatMap(pod -> Stream.ofNullable(pod.getStatus().getPodIP()));
  }

  private static boolean ready(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> "Ready".equals(it.getType()) && "True".equals(it.getStatus()));
  }

  private Optional<LabelSelector> selector(WorkloadKey key) {
    var apps = client.apps();
    return switch (key.kind()) {
      case Deployment ->
          Optional.ofNullable(apps.deployments().inNamespace(namespace).withName(key.name()).get())
              .map(it -> it.getSpec().getSelector());
      case StatefulSet ->
          Optional.ofNullable(apps.statefulSets().inNamespace(namespace).withName(key.name()).get())
              .map(it -> it.getSpec().getSelector());
      case DaemonSet ->
          Optional.ofNullable(apps.daemonSets().inNamespace(namespace).withName(key.name()).get())
              .map(it -> it.getSpec().getSelector());
      case CronJob -> Optional.empty();
    };
  }
}
