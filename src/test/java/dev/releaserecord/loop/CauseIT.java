package dev.releaserecord.loop;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.SecondLane;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recorded failures that are played, and what the record says of them. */
@NeedsKwok
@SecondLane
class CauseIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String RULES =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: q}
      spec:
        hard: {pods: "1"}
        scopeSelector:
          matchExpressions:
          - {scopeName: PriorityClass, operator: In, values: [system-cluster-critical]}
      ---
      apiVersion: v1
      kind: LimitRange
      metadata: {name: small}
      spec: {limits: [{type: Container, max: {memory: 64Mi}}]}
      """;

  private final Scene scene;

  CauseIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @Test
  void everyRecordedTroubleIsNamed() {
    String repository = Manifests.PREFIX + "/app";
    Map<String, String> values =
        Map.of(
            "IMAGE", Manifests.image("app", "new"),
            "OLDER", Manifests.image("app", "old"),
            "REPOSITORY", repository,
            "DIGEST", Manifests.digest("new"));
    scene.apply(RULES);
    try (Provocation provocation = new Provocation(scene, PlayedTroubles.all(), values)) {
      provocation.begin();
      provocation.awaitNamed(PATIENCE);
    }
  }
}
