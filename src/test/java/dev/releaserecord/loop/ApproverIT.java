package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Policies.accepted;
import static dev.releaserecord.loop.Policies.approval;
import static dev.releaserecord.loop.Policies.refused;
import static dev.releaserecord.loop.Policies.required;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who approves is who asks, and nobody sets the gate aside: real users on the real API server. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApproverIT {

  private final Scene scene;
  private final Policies policies;

  ApproverIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.policies = Policies.over(scene);
  }

  @BeforeAll
  void grantRights() {
    policies.grantRights();
    policies.install("approval");
    scene.kubectl("label", "namespace", scene.namespace(), "releaserecord.dev/approval=required");
    policies.eventuallyRefused("alice", approval("probe", "not-alice"), "must be you");
  }

  @AfterAll
  void takeAwayThePolicies() {
    policies.takeAway();
  }

  @Test
  void theApproverIsWhoeverAsks() {
    refused(policies.as("alice@example.com", approval("by-alice", "alice")), "must be you");
    accepted(policies.as("alice@example.com", approval("by-alice", "alice@example.com")));
  }

  /** Whoever may act as somebody is that somebody to a policy. */
  @ParameterizedTest
  @ValueSource(strings = {"Ä. O'Neil, \u4e2d", "odd \\ \"name\"", "oidc:https://id.example.com#7"})
  void namesMayBeOdd(String user) {
    String name = "by-" + Integer.toHexString(user.hashCode());
    String create = scene.file(approval(name, user)).toString();
    String other = scene.file(approval(name, user + "x")).toString();
    refused(
        scene.tryKubectl("--as=" + user, "--as-group=releasers", "create", "-f", other),
        "must be you");
    accepted(scene.tryKubectl("--as=" + user, "--as-group=releasers", "create", "-f", create));
  }

  @Test
  void aServiceAccountApprovesUnderItsOwnName() {
    String account = "system:serviceaccount:" + scene.namespace() + ":pipeline";
    Path pipeline =
        scene.file(
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
            users: [{name: u, user: {token: "%s"}}]
            """
                .formatted(
                    scene.client().getConfiguration().getMasterUrl(),
                    scene.kubectl("create", "token", "pipeline").strip()));
    Path wrong = scene.file(approval("by-pipeline", "alice"));
    refused(policies.as(pipeline, "create", "-f", wrong.toString()), "must be you", account);
    Path right = scene.file(approval("by-pipeline", account));
    accepted(policies.as(pipeline, "create", "-f", right.toString()));
  }

  @Test
  void whoActsAsSomebodyNeedsTheRightToDoSo() {
    Path mallory = policies.releaser("mallory");
    Path file = scene.file(approval("as-alice", "alice"));
    refused(
        policies.as(mallory, "--as=alice", "create", "--validate=false", "-f", file.toString()),
        "cannot impersonate");
  }

  @Test
  void whatStandsCannotBeChanged() {
    accepted(policies.as("alice", approval("fixed", "alice")));
    refused(
        scene.tryKubectl(
            "patch",
            "rra",
            "fixed",
            "--type=merge",
            "-p={\"spec\":{\"digestSet\":\"sha256:" + "b".repeat(64) + "\"}}"),
        "an approval cannot be changed");
  }

  @Test
  void noRecordOfTheNamespaceIsReleasedWithoutApproval() {
    String automatic =
        record("open", "services: [{name: users, digest: \"%s\"}]\n".formatted(digest("1")));
    policies.eventuallyRefused("alice", automatic, "needs an approval", "spec.approval: Required");
    accepted(policies.as("alice", required("1")));
    refused(
        policies.as(
            policies.releaser("alice"),
            "patch",
            "rr",
            "core",
            "--type=merge",
            "-p={\"spec\":{\"approval\":\"Automatic\"}}"),
        "needs an approval");
  }
}
