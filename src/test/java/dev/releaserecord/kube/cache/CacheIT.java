package dev.releaserecord.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.secret.Needs;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.Stock;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The caches against a real API server: what wakes whom, and what wakes nobody. */
@ExtendWith(ClusterExtension.class)
class CacheIT {

  /** Nothing of it changes: only what its record needs wakes it. */
  private static final WorkloadKey MEMBER = new WorkloadKey(Kind.StatefulSet, "queue");

  private final CacheBed bed;

  CacheIT(KubernetesClient client, TestNamespace namespace) {
    this.bed = new CacheBed(client, namespace);
  }

  @Test
  void factsAreKeptOfWhatARecordNeedsAndAChangeOfThemWakesIt() {
    bed.apply(CacheBed.WORKLOAD, secret("later", "A: one"));
    ClusterCache cache = bed.cache(bed.client);
    try {
      cache.start();
      bed.woken.clear();
      ObjectRef later = ObjectRef.secret("later");
      ObjectRef absent = ObjectRef.configMap("absent");
      Needs needs = new Needs(Set.of(later, absent), Map.of());
      assertThat(keys(cache, needs, later)).as("read when it is needed").containsExactly("A");
      assertThat(cache.stock(bed.namespace, "uid", MEMBER, needs).lookup(absent))
          .isEqualTo(new Stock.Lookup.Absent());

      bed.apply(secret("later", "A: one, B: two"));
      await()
          .atMost(CacheBed.PATIENCE)
          .untilAsserted(() -> assertThat(keys(cache, needs, later)).containsExactly("A", "B"));
      await().atMost(CacheBed.PATIENCE).until(() -> bed.woken.contains(MEMBER));

      bed.woken.clear();
      bed.client
          .configMaps()
          .inNamespace(bed.namespace)
          .resource(
              new ConfigMapBuilder().withNewMetadata().withName("absent").endMetadata().build())
          .create();
      await().atMost(CacheBed.PATIENCE).until(() -> bed.woken.contains(MEMBER));
    } finally {
      cache.stop();
    }
  }

  private static String secret(String name, String values) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: %s}
    stringData: {%s}
    """
        .formatted(name, values);
  }

  private Set<String> keys(ClusterCache cache, Needs needs, ObjectRef object) {
    return new TreeSet<>(
        cache
            .stock(bed.namespace, "uid", MEMBER, needs)
            .facts(object)
            .map(facts -> facts.keys().keySet())
            .orElse(Set.of()));
  }

  @Test
  void anUpdateThatChangesNothingButTheResourceVersionWakesNobody() {
    bed.apply(CacheBed.WORKLOAD);
    ClusterCache cache = bed.cache(bed.client);
    try {
      cache.start();
      await().atMost(CacheBed.PATIENCE).until(() -> complete(cache));
      String name = bed.found(cache).pods().getFirst().name();
      bed.woken.clear();

      annotate(name, "one");
      awaitVersion(cache, annotate(name, "two"));
      assertThat(bed.woken).isEmpty();

      bed.client.pods().inNamespace(bed.namespace).withName(name).withGracePeriod(0).delete();
      await().atMost(CacheBed.PATIENCE).until(() -> bed.woken.contains(CacheBed.USERS));
    } finally {
      cache.stop();
    }
  }

  /** The pod is there, and its ReplicaSet and Deployment have counted it. */
  private boolean complete(ClusterCache cache) {
    WorkloadView.Found found = bed.found(cache);
    return found.pods().size() == 1
        && found.workload().replicas().current()
        && found.workload().replicas().updated() == 1;
  }

  private String annotate(String pod, String value) {
    return bed.client
        .pods()
        .inNamespace(bed.namespace)
        .withName(pod)
        .edit(
            it -> {
              it.getMetadata().getAnnotations().put("example.com/note", value);
              return it;
            })
        .getMetadata()
        .getResourceVersion();
  }

  private void awaitVersion(ClusterCache cache, String version) {
    await()
        .atMost(CacheBed.PATIENCE)
        .untilAsserted(
            () -> {
              List<String> versions =
                  bed.found(cache).pods().stream()
                      .map(Pod::id)
                      .map(Pod.Identity::resourceVersion)
                      .toList();
              assertThat(versions).containsExactly(version);
            });
  }
}
