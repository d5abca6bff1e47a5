package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.loop.Manifests;
import java.time.Duration;

/** While a Deployment is drained, the record gets another digest: that one runs well. */
final class ChangeInMidDrain implements Scenario {

  private final DrainDeployment drain = new DrainDeployment();

  @Override
  public String name() {
    return "change-in-mid-drain";
  }

  @Override
  public void prepare(Stage stage) {
    drain.prepare(stage);
  }

  @Override
  public void act(Stage stage) {
    drain.act(stage);
    await("drained in " + stage.namespace())
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> stage.live("deployments", "users").at("/spec/replicas").asInt() == 0);
    stage.apply(
        Manifests.record(
            "core",
            """
            progressDeadline: 10s
            clearing: {maxAttempts: 1, drainPeriod: 1s}
            services:
            - name: users
              digest: "%s"
              workloads: [{name: users, containers: [users]}]
            """
                .formatted(Manifests.digest("two"))));
  }

  @Override
  public void assertReached(Stage stage) {
    stage.assertReady("core");
    assertThat(stage.image("users")).isEqualTo(Manifests.image("users", "two"));
    assertThat(stage.live("deployments", "users").at("/spec/replicas").asInt())
        .isEqualTo(DrainDeployment.REPLICAS);
  }
}
