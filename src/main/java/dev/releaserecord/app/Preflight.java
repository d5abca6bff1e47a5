package dev.releaserecord.app;

import dev.releaserecord.api.ReleaseRecord;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/**
 * Asks the cluster for what nothing works without, before anything is started: one list of a single
 * record in each namespace finds a cluster that is down, not ours, without the CRDs, or without
 * rights. Once started, none of this ends the process.
 */
final class Preflight {

  private Preflight() {}

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the cluster cannot be used
   */
  static void check(KubernetesClient client, List<String> namespaces) {
    ResourceDefinitionContext records =
        ResourceDefinitionContext.fromResourceType(ReleaseRecord.class);
    for (String namespace : namespaces) {
      var unused =
          client
              .genericKubernetesResources(records)
              .inNamespace(namespace)
              .list(new ListOptionsBuilder().withLimit(1L).build());
    }
  }
}
