package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.SecondLane;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** Gates that nobody may look at are closed. */
@NeedsKwok
@SecondLane
class GateRightsIT {

  private final Scene scene;
  private final LimitedUser user;

  GateRightsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.user = new LimitedUser(scene);
  }

  /** Whether somebody stopped the line, or approved, is never guessed. */
  @Test
  void gatesThatCannotBeSeenAreClosedAndOpenOnceTheyCan() {
    scene.apply(deployment("gated", "registry.example.com/team/gated:1"));
    String blind =
        LimitedUser.ROLE.replace(
            "[release-hold], verbs: [list, watch]", "[release-hold], verbs: [get]");
    try (LocalOperator operator = user.limitedTo(blind, "list", "configmaps/release-hold")) {
      scene.apply(
          record(
              "gated",
              "approval: Required\nservices: [{name: gated, digest: \"%s\"}]\n"
                  .formatted(digest("1"))));
      assertThat(scene.awaitPhase("gated", "gated", Phase.Held, "").message())
          .contains("may not list configmaps named release-hold", "grant");
      assertThat(scene.condition("gated", "Approved"))
          .hasValueSatisfying(
              it -> {
                assertThat(it.getReason()).isEqualTo("ApprovalsUnread");
                assertThat(it.getMessage()).contains("may not list releaseapprovals", "grant");
              });
      assertThat(operator.health().problems()).as("it is no fault").isEmpty();
      scene.apply(
          LimitedUser.ROLE
              + """
              - {apiGroups: [releaserecord.dev], resources: [releaseapprovals], verbs: [list, watch]}
              """);
      await()
          .atMost(LimitedUser.HEALING.multipliedBy(2))
          .untilAsserted(
              () ->
                  assertThat(scene.service("gated", "gated").message())
                      .contains("nothing is pinned until somebody approves"));
      assertThat(scene.image("gated")).isEqualTo("registry.example.com/team/gated:1");
    }
  }
}
