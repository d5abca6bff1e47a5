package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.loop.Manifests;

/** A Deployment hangs and nobody knows why: it is scaled to 0 and back, once, and then reported. */
final class DrainDeployment implements Scenario {

  static final int REPLICAS = 2;

  private static final int SCALED = 3;

  private static final String IMAGE = Manifests.PREFIX + "/fail-hang";

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public void prepare(Stage stage) {
    String image = IMAGE + "@" + Manifests.digest("one");
    stage.apply(Manifests.deployment("users", REPLICAS, Manifests.containers("users", image)));
  }

  @Override
  public void act(Stage stage) {
    stage.apply(record());
  }

  /** The shortest deadline that there is. */
  static String record() {
    return Manifests.record(
        "core",
        """
        progressDeadline: 10s
        clearing: {maxAttempts: 1, drainPeriod: 1s}
        services:
        - {name: users, image: "%s", digest: "%s"}
        """
            .formatted(IMAGE, Manifests.digest("one")));
  }

  @Override
  public boolean hasUser() {
    return true;
  }

  @Override
  public void scale(Stage stage) {
    stage.scale("users", SCALED);
  }

  @Override
  public void edit(Stage stage) {
    stage.setImage("users", Manifests.PREFIX + "/users:by-hand");
  }

  @Override
  public void assertReached(Stage stage) {
    JsonNode record = stage.live("releaserecords", "core");
    assertThat(record.at("/status/conditions"))
        .as(record.path("status").toString())
        .anyMatch(it -> it.path("reason").asText().equals("ClearingSpent"));
    // A drain that was entered and never made may be on its way: then it stands two minutes more.
    if (record.at("/status/services/0/workloads/0/clearing/done").asBoolean()) {
      assertThat(record.at("/metadata/finalizers")).isEmpty();
    }
    JsonNode users = stage.live("deployments", "users");
    assertThat(users.at("/spec/replicas").asInt()).isEqualTo(stage.scaledTo(REPLICAS));
    assertThat(stage.image("users")).isEqualTo(IMAGE + "@" + Manifests.digest("one"));
    assertThat(users.at("/metadata/labels").has("releaserecord.dev/restore-replicas")).isFalse();
  }
}
