package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.loop.Manifests;
import java.time.Duration;

/** A StatefulSet waits for a broken pod of an older revision; a record gives it a good digest. */
final class UnstickStatefulSet implements Scenario {

  @Override
  public String name() {
    return "unstick-statefulset";
  }

  @Override
  public void prepare(Stage stage) {
    String broken = Manifests.PREFIX + "/fail-not-found-tag:1";
    stage.apply(Manifests.statefulSet("queue", 1, Manifests.containers("queue", broken)));
    await("a broken pod in " + stage.namespace())
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                stage
                    .live("pods", "queue-0")
                    .at("/status/containerStatuses/0/state/waiting/reason")
                    .asText()
                    .equals("ImagePullBackOff"));
  }

  @Override
  public void act(Stage stage) {
    stage.apply(RollOnDelete.record());
  }

  @Override
  public void assertReached(Stage stage) {
    stage.assertReady("core");
    assertThat(stage.live("pods", "queue-0").at("/spec/containers/0/image").asText())
        .isEqualTo(Manifests.image("queue", "one"));
  }
}
