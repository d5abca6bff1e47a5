package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Scene.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.OperatorProcess;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** Two processes tell of a record together as one does: only who leads has its series. */
@NeedsKwok
class FollowerMetricsIT {

  private static final String READY = "releaserecord_ready{";
  private static final String ELECTED = "releaserecord_leader_elections_total ";

  private final Scene scene;

  FollowerMetricsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @Test
  void whoLosesTheLeaseTellsOfNoRecordAnyMore() {
    scene.apply(deployment("users", image("users", "1")));
    scene.apply(record("users", "users", "1"));
    try (OperatorProcess one = start()) {
      eventually(() -> assertThat(value(one, READY)).isEqualTo("1.0"));
      assertThat(value(one, ELECTED)).isEqualTo("1.0");
      takeTheLease();
      // Whatever is new of the record finds that it is no longer this process' to tell.
      eventually(
          () -> {
            scene.kubectl("label", "rr", "users", "--overwrite", "touched=" + System.nanoTime());
            assertThat(value(one, READY)).isEmpty();
          });
      eventually(
          () -> {
            assertThat(value(one, READY)).isEqualTo("1.0");
            assertThat(value(one, ELECTED)).isEqualTo("2.0");
          });
    }
  }

  private OperatorProcess start() {
    return OperatorProcess.start(
            scene.cluster(), "--namespace", scene.namespace(), "--lease-duration", "3s")
        .awaitReady();
  }

  /** In the name of a process that is gone, and will not renew it. */
  private void takeTheLease() {
    scene.kubectl(
        "patch",
        "lease",
        "release-operator",
        "--type=merge",
        "-p={\"spec\":{\"holderIdentity\":\"somebody-else\",\"leaseDurationSeconds\":6}}");
  }

  private static String value(OperatorProcess operator, String series) {
    return operator
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("");
  }
}
