package dev.releaserecord.loop;

import static dev.releaserecord.loop.Policies.accepted;
import static dev.releaserecord.loop.Policies.approval;
import static dev.releaserecord.loop.Policies.refused;
import static dev.releaserecord.loop.Policies.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.CommandResult;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Nobody approves what they changed last: real users on the real API server. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FourEyesIT {

  private final Scene scene;
  private final Policies policies;
  private int changes = 10;

  FourEyesIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.policies = Policies.over(scene);
  }

  @BeforeAll
  void grantRights() {
    policies.grantRights();
    accepted(policies.as("alice", required("1")));
  }

  @AfterAll
  void takeAwayThePolicies() {
    policies.takeAway();
  }

  @Test
  @Order(2)
  void whoChangedTheRecordLastDoesNotApproveIt() {
    assumeThat(Policies.mutate(scene.cluster())).isTrue();
    policies.install("four-eyes");
    Path alice = policies.releaser("alice");
    Scene.eventually(
        () -> {
          accepted(change(alice));
          assertThat(editedBy()).isEqualTo("alice");
        });
    policies.eventuallyRefused("alice", approval("own", "alice"), "somebody else has to approve");
    accepted(policies.as("bob", approval("four-eyes", "bob")));
  }

  @Test
  @Order(3)
  void nobodyForgesWhoChangedItLast() {
    assumeThat(Policies.mutate(scene.cluster())).isTrue();
    Path mallory = policies.releaser("mallory");
    for (String patch :
        List.of(
            "{\"metadata\":{\"annotations\":{\"releaserecord.dev/edited-by\":\"bob\"}}}",
            "{\"metadata\":{\"annotations\":{\"releaserecord.dev/edited-by\":null}}}",
            "{\"metadata\":{\"annotations\":null}}")) {
      accepted(policies.as(mallory, "patch", "rr", "core", "--type=merge", "-p=" + patch));
      assertThat(editedBy()).as(patch).isEqualTo("alice");
    }
    accepted(
        policies.as(
            mallory,
            "patch",
            "rr",
            "core",
            "--type=merge",
            "-p={\"metadata\":{\"annotations\":{\"releaserecord.dev/edited-by\":\"bob\"}},"
                + "\"spec\":{\"maxInFlight\":7}}"));
    assertThat(editedBy()).isEqualTo("mallory");
    accepted(policies.as("mallory", required("2").replace("name: core", "name: other")));
    assertThat(scene.record("other").getMetadata().getAnnotations())
        .containsEntry("releaserecord.dev/edited-by", "mallory");
  }

  @Test
  @Order(4)
  void beforeKubernetes136WhoChangesItHasToSaySo() {
    policies.takeAway();
    // One that is deleted is in force for a moment, too.
    Scene.eventually(
        () -> {
          scene.kubectl("annotate", "--overwrite", "rr/core", "releaserecord.dev/edited-by=nobody");
          assertThat(editedBy()).as("after the mutating policy is gone").isEqualTo("nobody");
        });
    policies.install("four-eyes-before-1.36");
    Path carol = policies.releaser("carol");
    Scene.eventually(() -> refused(change(carol), "must be \"carol\": you change the record"));
    accepted(
        policies.as(
            carol,
            "patch",
            "rr",
            "core",
            "--type=merge",
            "-p={\"metadata\":{\"annotations\":{\"releaserecord.dev/edited-by\":\"carol\"}},"
                + "\"spec\":{\"settle\":\"7s\"}}"));
    refused(
        policies.as(carol, "annotate", "--overwrite", "rr/core", "releaserecord.dev/edited-by=bob"),
        "the spec does not change");
    policies.eventuallyRefused("carol", approval("own-2", "carol"), "somebody else has to approve");
  }

  /** To something else each time. */
  private CommandResult change(Path user) {
    changes = changes % 250 + 1; // maxInFlight takes no more than 256
    return policies.as(
        user,
        "patch",
        "rr",
        "core",
        "--type=merge",
        "-p={\"spec\":{\"maxInFlight\":" + changes + "}}");
  }

  private String editedBy() {
    var annotations = scene.record("core").getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault("releaserecord.dev/edited-by", "");
  }
}
