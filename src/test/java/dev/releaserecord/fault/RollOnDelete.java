package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.loop.Manifests;
import java.time.Duration;
import java.util.List;

/** A healthy StatefulSet under OnDelete: its pods are evicted one after the other. */
final class RollOnDelete implements Scenario {

  private static final List<String> PODS = List.of("queue-0", "queue-1");

  @Override
  public String name() {
    return "roll-on-delete";
  }

  @Override
  public void prepare(Stage stage) {
    String old = Manifests.PREFIX + "/queue:1";
    stage.apply(
        Manifests.statefulSet("queue", PODS.size(), Manifests.containers("queue", old))
            + "  updateStrategy: {type: OnDelete}\n");
    await("all pods ready in " + stage.namespace())
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                stage.live("statefulsets", "queue").at("/status/readyReplicas").asInt()
                    == PODS.size());
  }

  @Override
  public void act(Stage stage) {
    stage.apply(record());
  }

  static String record() {
    return Manifests.record(
        "core",
        """
        services:
        - name: queue
          digest: "%s"
          workloads: [{kind: StatefulSet, name: queue, containers: [queue]}]
        """
            .formatted(Manifests.digest("one")));
  }

  @Override
  public void assertReached(Stage stage) {
    stage.assertReady("core");
    for (String pod : PODS) {
      assertThat(stage.live("pods", pod).at("/spec/containers/0/image").asText())
          .isEqualTo(Manifests.image("queue", "one"));
    }
  }
}
