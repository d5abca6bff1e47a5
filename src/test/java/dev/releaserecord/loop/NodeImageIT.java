package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An image that is never pulled is on the nodes before it is pinned. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeImageIT {

  private static final String TELLING = "node7";
  private static final String FULL = "node8";
  private static final String OLD = "registry.example.com/team/%s:1";

  private final Scene scene;
  private final Kubelets kubelets;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  NodeImageIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.kubelets = new Kubelets(scene);
  }

  @BeforeAll
  void startTheOperator() {
    operator = scene.operator();
  }

  @AfterAll
  void leaveTheNodesAsTheyWere() {
    operator.close();
    kubelets.holds(TELLING);
    kubelets.holds(FULL);
  }

  private void never(String name, String node) {
    scene.apply(
        deployment(
            name,
            1,
            """
            terminationGracePeriodSeconds: 0
            nodeSelector: {kubernetes.io/hostname: %s}
            containers:
            - {name: %s, image: "%s", imagePullPolicy: Never}
            """
                .formatted(node, name, OLD.formatted(name))));
  }

  @Test
  void itIsNamedWhereTheImageIsMissingAndGoesOnOnceItIsThere() {
    kubelets.holds(TELLING, OLD.formatted("imported"), image("other", "1"));
    never("imported", TELLING);
    scene.apply(record("imported", "imported", "1"));
    assertThat(scene.awaitPhase("imported", "imported", Phase.Blocked, "ImageNotOnNode").message())
        .contains(
            image("imported", "1") + " is not on node " + TELLING,
            "ctr -n k8s.io images import --digests --base-name registry.example.com/team/imported");
    assertThat(scene.image("imported")).isEqualTo(OLD.formatted("imported"));
    assertThat(scene.status("imported").plan())
        .singleElement()
        .satisfies(row -> assertThat(row.to()).isEqualTo(image("imported", "1")));

    kubelets.holds(TELLING, OLD.formatted("imported"), image("imported", "1"));
    scene.awaitReady("imported");
    assertThat(scene.image("imported")).isEqualTo(image("imported", "1"));
  }

  @Test
  void oneGoesFirstWhereANodeTellsOfFiftyImages() {
    kubelets.holds(
        FULL, IntStream.range(0, 50).mapToObj(i -> image("other", "" + i)).toArray(String[]::new));
    never("first", FULL);
    never("second", FULL);
    scene.apply(
        record(
            "full",
            """
            settle: 2s
            services:
            - {name: first, digest: "%s"}
            - {name: second, digest: "%s"}
            """
                .formatted(digest("1"), digest("2"))));
    assertThat(scene.awaitPhase("full", "second", Phase.Waiting, "").message())
        .contains("waits until first is verified", "node " + FULL);
    assertThat(scene.image("first")).isEqualTo(image("first", "1"));
    assertThat(scene.image("second")).isEqualTo(OLD.formatted("second"));
    scene.awaitReady("full");
    assertThat(scene.image("second")).isEqualTo(image("second", "2"));
  }
}
