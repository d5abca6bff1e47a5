package dev.releaserecord.kube.write;

import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.rollout.Pod;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Deletes and evicts pods. Raw requests, because the client's own have no preconditions. Throws
 * what the client throws.
 */
final class PodRemover {

  private final KubernetesClient client;

  PodRemover(KubernetesClient client) {
    this.client = client;
  }

  /**
   * In the very state that was looked at: a pod that became Ready meanwhile has another. One that
   * is gone, or changed meanwhile, is {@link ApiFailure.Superseded}.
   */
  void delete(String namespace, Pod.Identity pod, boolean force) {
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withPreconditions(new Preconditions(pod.resourceVersion(), pod.uid()))
            .withGracePeriodSeconds(force ? 0L : null)
            .build();
    client.raw(path(namespace, pod), "DELETE", options);
  }

  /** Whatever it does now: it is an older revision's, Ready or not. */
  void evict(String namespace, Pod.Identity pod) {
    Eviction eviction =
        new EvictionBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(pod.name())
            .endMetadata()
            .withDeleteOptions(
                new DeleteOptionsBuilder()
                    .withPreconditions(new Preconditions(null, pod.uid()))
                    .build())
            .build();
    client.raw(path(namespace, pod) + "/eviction", "POST", eviction);
  }

  /** Why an eviction may not be done now; null where that is not what the answer says. */
  static boolean postponed(KubernetesClientException answer) {
    return answer.getCode() == 429 || answer.getCode() == 500;
  }

  private static String path(String namespace, Pod.Identity pod) {
    return "/api/v1/namespaces/" + namespace + "/pods/" + pod.name();
  }
}
