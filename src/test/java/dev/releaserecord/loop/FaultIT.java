package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.fault.proxy.FaultProxy;
import dev.releaserecord.fault.proxy.Traffic;
import dev.releaserecord.fault.proxy.Upstream;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Errors that pass are outlasted, and the record of one that does not pass delays no other. */
@NeedsKwok
class FaultIT {

  /** More passes than the five after which java-operator-sdk gives up by itself. */
  private static final int FAULTS = 6;

  private final Scene scene;

  FaultIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @Test
  void errorsThatPassAreRetriedWithoutEnd() {
    Map<String, Integer> codes = Map.of("throttled", 429, "broken", 500, "away", 503, "late", 409);
    Traffic traffic = new Traffic();
    codes.forEach(
        (name, code) ->
            traffic.arm(
                new Traffic.Place(patch(name), 1), FAULTS, it -> it.refuse(code, "MadeUp")));
    Upstream upstream = Upstream.of(scene.cluster().kubeconfig());
    try (FaultProxy proxy = FaultProxy.open(upstream, traffic, 1);
        LocalOperator operator = LocalOperator.start(client(proxy), scene.namespace())) {
      codes.keySet().forEach(this::declare);
      declare("healthy");
      scene.awaitReady("healthy");
      assertThat(scene.image("healthy")).isEqualTo(image("healthy", "1"));
      for (String name : codes.keySet()) {
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(scene.image(name)).isEqualTo(image(name, "1")));
        scene.awaitReady(name);
        assertThat(traffic.places()).contains(new Traffic.Place(patch(name), FAULTS + 1));
      }
      assertThat(failures(operator, "throttled", "Unavailable")).isEqualTo(FAULTS);
      assertThat(failures(operator, "broken", "Unavailable")).isEqualTo(FAULTS);
      assertThat(failures(operator, "late", "Conflict")).isBetween(FAULTS + 0.0, FAULTS + 2.0);
      assertThat(failures(operator, "healthy", "Unavailable")).isZero();
    }
  }

  private void declare(String name) {
    scene.apply(deployment(name, "registry.example.com/team/" + name + ":1"));
    scene.apply(record(name, name, "1"));
  }

  private static double failures(LocalOperator operator, String record, String reason) {
    return operator.metric(
        "releaserecord_reconcile_failures_total",
        "name=\"" + record + "\"",
        "reason=\"" + reason + "\"");
  }

  private static String patch(String deployment) {
    return "PATCH deployments/" + deployment;
  }

  /** Without the client's own retries: each answer is to be one pass. */
  private static KubernetesClient client(FaultProxy proxy) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(LocalOperator.config(proxy.kubeconfig()))
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }
}
