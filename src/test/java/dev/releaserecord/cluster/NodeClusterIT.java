package dev.releaserecord.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That the node is a node: a real runtime pulls and runs what was pushed. */
@NeedsNode
class NodeClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void runsAnImageByItsDigest(Cluster cluster, KubernetesClient client) {
    String image = cluster.image("gobee/users", "1.4.0");
    assertThat(image).matches("[^@]+/gobee/users@sha256:[0-9a-f]{64}");
    assertThat(cluster.image("gobee/users", "1.4.1")).isNotEqualTo(image);

    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("users")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("users")
                .withImage(image)
                .endContainer()
                .endSpec()
                .build())
        .create();
    await()
        .atMost(PATIENCE)
        .until(() -> Readiness.isPodReady(client.pods().withName("users").get()));
    assertThat(client.pods().withName("users").get().getStatus().getContainerStatuses())
        .singleElement()
        .satisfies(status -> assertThat(status.getImageID()).isEqualTo(image));
  }

  @Test
  void hasANamespaceOfItsOwnToo(TestNamespace namespace) {
    SharedNamespaces.claim(namespace, NodeClusterIT.class);
    assertThat(namespace.name()).startsWith("node-cluster-it-");
  }
}
