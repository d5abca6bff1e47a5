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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * {@code status}, {@code set}, {@code approve} and {@code retry}, and what the operator makes of
 * them.
 */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerbsIT {

  private static final String APPROVER =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: approver}
      rules:
      - {apiGroups: [releaserecord.dev], resources: [releaserecords], verbs: [get, list]}
      - {apiGroups: [releaserecord.dev], resources: [releaseapprovals], verbs: [create]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: approver}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: approver}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
      """;

  private final Scene scene;
  private final Program program;
  private final Cluster cluster;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  VerbsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.cluster = cluster;
    this.program = new Program(scene);
  }

  @BeforeAll
  void startTheOperator() {
    operator = scene.operator();
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
  }

  @Test
  void aDigestIsSetAndRollsOut() {
    scene.apply(deployment("moved", image("moved", "0")));
    scene.apply(record("moved", "moved", "1"));
    scene.awaitReady("moved");
    String wish = "moved=" + digest("2");
    assertThat(program.run("set", "moved", wish, "--version", "moved=2.0").out())
        .isEqualTo("ReleaseRecord moved: changed.\n");
    scene.awaitReady("moved");
    assertThat(scene.image("moved")).isEqualTo(image("moved", "2"));
    assertThat(scene.service("moved", "moved").version()).isEqualTo("2.0");
    assertThat(program.run("set", "moved", wish).out()).contains("it says so already");

    Program.Ran status = program.run("status", "moved");
    assertThat(status.out()).contains("moved 2.0: Verified, 1/1 ready");
    assertThat(status.code()).isZero();

    Program.Ran unknown = program.run("set", "moved", "other=" + digest("2"));
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("it has moved");
    Program.Ran none = program.run("status", "nothing");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("no ReleaseRecord nothing", "moved");
  }

  @Test
  void whoApprovesIsWhomTheApiServerKnows() {
    scene.apply(deployment("asked", image("asked", "0")), APPROVER);
    scene.apply(
        record(
            "asked",
            "approval: Required\nservices: [{name: asked, digest: \"%s\"}]\n"
                .formatted(digest("1"))));
    scene.awaitPhase("asked", "asked", Phase.AwaitingApproval, "");
    Program.Ran waits = program.run("status", "asked");
    assertThat(waits.code()).isEqualTo(1);
    assertThat(waits.out()).contains("AwaitingApproval", "NOT DONE YET", image("asked", "1"));

    Program.Ran other = program.run("approve", "asked", "--digest-set", "sha256:" + "0".repeat(64));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("review that first");
    Scene.eventually(
        () -> {
          Program.Ran ran = program.as(cluster.kubeconfigFor("alice"), "approve", "asked");
          assertThat(ran.err()).isEmpty();
          assertThat(ran.out()).contains("alice approves " + scene.status("asked").digestSet());
        });
    scene.awaitReady("asked");
    assertThat(scene.status("asked").approvedBy()).isEqualTo("alice");
  }

  @Test
  void whatWasVerifiedComesBackAndWhatElseHasChangedIsSaidBeforehand() {
    scene.apply(deployment("back", image("back", "0")));
    scene.apply(record("back", "back", "1"));
    scene.awaitReady("back");
    String first = scene.status("back").digestSet();
    assertThat(program.run("history", "back").out())
        .contains(first + " (enforced, declared)")
        .doesNotContain("since then");
    scene.apply(record("back", "back", "2"));
    scene.awaitReady("back");
    scene.kubectl("set", "env", "deployment/back", "COLOUR=blue");
    scene.kubectl("rollout", "status", "deployment/back", "--timeout=20s");

    String changed = "the pod template of Deployment/back is another now, images aside";
    assertThat(program.run("history", "back").out().split("since then: " + changed, -1))
        .as("both sets were verified without it")
        .hasSize(3);
    Program.Ran rollback = program.run("rollback", "back", "--to", String.valueOf(first));
    assertThat(rollback.err()).isEmpty();
    assertThat(rollback.out())
        .startsWith("Since it was verified: " + changed + ".\n")
        .contains("declares " + first + " again");
    scene.awaitReady("back");
    assertThat(scene.image("back")).isEqualTo(image("back", "1"));
  }

  @Test
  void aRetryIsAnswered() {
    scene.apply(deployment("again", image("again", "1")));
    scene.apply(record("again", "again", "1"));
    scene.awaitReady("again");
    for (int i = 0; i < 2; i++) {
      Program.Ran ran = program.run("retry", "again");
      assertThat(ran.code()).isZero();
      Scene.eventually(
          () ->
              assertThat(ran.out())
                  .contains("will say " + scene.status("again").lastHandledRetry() + "."));
    }
  }
}
