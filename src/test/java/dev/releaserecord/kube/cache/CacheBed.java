package dev.releaserecord.kube.cache;

import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.kube.secret.FactReader;
import dev.releaserecord.kube.secret.Fingerprints;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One namespace, and the caches over it. */
final class CacheBed {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final WorkloadKey USERS = new WorkloadKey(Kind.Deployment, "users");

  /** No scheduler takes its pod: once created, nobody changes it but the test. */
  static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: users}
      spec:
        selector: {matchLabels: {app: users}}
        template:
          metadata: {labels: {app: users}}
          spec:
            schedulerName: nobody
            containers: [{name: app, image: "registry.example.com/team/users:1"}]
      """;

  final KubernetesClient client;
  final String namespace;
  final Queue<WorkloadKey> woken = new ConcurrentLinkedQueue<>();

  CacheBed(KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    this.namespace = namespace.name();
  }

  void apply(String... manifests) {
    for (String manifest : manifests) {
      client
          .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
          .items()
          .forEach(
              item ->
                  client
                      .resource(item)
                      .inNamespace(namespace)
                      .fieldManager("team")
                      .forceConflicts()
                      .serverSideApply());
    }
  }

  ClusterCache cache(KubernetesClient with) {
    return new ClusterCache(
        with,
        Set.of(namespace),
        new FactReader(Fingerprints.fresh()),
        SecretScope.ALL,
        (_, workload, _) -> woken.add(workload));
  }

  WorkloadView.Found found(ClusterCache cache) {
    return (WorkloadView.Found) cache.view(namespace, USERS);
  }
}
