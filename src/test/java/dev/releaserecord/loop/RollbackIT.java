package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.RollbackStatus;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A release that fails goes back as a whole; what people undo stays undone until they ask. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollbackIT {

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  RollbackIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @BeforeAll
  void startTheOperator() {
    operator = scene.operator();
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
  }

  private static String service(String name, String word, String more) {
    return "- {name: " + name + ", digest: \"" + digest(word) + "\"" + more + "}\n";
  }

  private void release(String record, String spec) {
    scene.apply(record(record, spec));
    scene.awaitReady(record);
  }

  private static final String HEAD =
      """
      settle: 0s
      onFailure: Rollback
      progressDeadline: 10s
      clearing: {policy: Report}
      services:
      """;

  /** The pods of one service find no node any more, on whatever digest; another's are well. */
  @Test
  void aSetThatFailsGoesBackAsAWholeAndIsDefendedThere() {
    scene.apply(
        deployment("back-a", "registry.example.com/team/back-a:1"),
        deployment("back-b", "registry.example.com/team/back-b:1"));
    release("back", HEAD + service("back-a", "1", "") + service("back-b", "1", ""));
    String good = scene.status("back").digestSet();
    scene.kubectl(
        "patch",
        "deployment",
        "back-b",
        "-p",
        """
        {"spec":{"template":{"spec":{"nodeSelector":{"there-is":"none"}}}}}\
        """);
    scene.apply(record("back", HEAD + service("back-a", "2", "") + service("back-b", "2", "")));

    scene.awaitPhase("back", "back-a", Phase.RolledBack, "");
    assertThat(scene.image("back-a")).isEqualTo(image("back-a", "1"));
    assertThat(scene.image("back-b")).isEqualTo(image("back-b", "1"));
    RollbackStatus rollback = Objects.requireNonNull(scene.status("back").rollback());
    assertThat(rollback.to()).isEqualTo(good);
    assertThat(rollback.reason()).startsWith("back-b: ");
    assertThat(scene.status("back").enforcedSet()).isEqualTo(good);
    assertThat(scene.events("ReleaseRecord", "back", "RolledBack"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.getNote())
                    .contains("the pod template of Deployment/back-b is another")
                    .doesNotContain("Deployment/back-a"));
    assertThat(operator.metric("releaserecord_rollbacks_total", "name=\"back\"")).isEqualTo(1);
    assertThat(scene.condition("back", "Ready").orElseThrow().getStatus()).isEqualTo("False");

    scene.kubectl("set", "image", "deployment/back-a", "back-a=nginx");
    Scene.eventually(() -> assertThat(scene.image("back-a")).isEqualTo(image("back-a", "1")));

    scene.kubectl(
        "patch",
        "deployment",
        "back-b",
        "-p",
        """
        {"spec":{"template":{"spec":{"nodeSelector":null}}}}\
        """);
    release("back", HEAD + service("back-a", "3", "") + service("back-b", "3", ""));
    assertThat(scene.status("back").rollback()).isNull();
    assertThat(scene.status("back").history()).hasSize(2);
  }

  @Test
  void whatSomebodyUndidIsLeftAloneUntilSomebodyAsks() {
    scene.apply(deployment("undone", "registry.example.com/team/undone:1"));
    String head = "settle: 0s\nservices:\n";
    release("undone", head + service("undone", "1", ""));
    scene.apply(record("undone", "settle: 5m\nservices:\n" + service("undone", "2", "")));
    Scene.eventually(() -> assertThat(scene.image("undone")).isEqualTo(image("undone", "2")));
    scene.kubectl("rollout", "status", "deployment/undone", "--timeout=20s");

    scene.kubectl("rollout", "undo", "deployment/undone");
    assertThat(scene.awaitPhase("undone", "undone", Phase.RolledBack, "UndoneByHand").message())
        .contains("was verified in digest set", "kubectl");
    Scene.always(
        Duration.ofSeconds(1),
        () -> assertThat(scene.image("undone")).isEqualTo(image("undone", "1")));

    scene.kubectl("annotate", "rr", "undone", "releaserecord.dev/retry=1", "--overwrite");
    Scene.eventually(() -> assertThat(scene.image("undone")).isEqualTo(image("undone", "2")));
  }

  @Test
  void whileASetIsRefusedTheVerifiedOneIsDefended() {
    scene.apply(deployment("kept", "registry.example.com/team/kept:1"));
    String services = "services:\n";
    release("kept", "settle: 0s\n" + services + service("kept", "1", ""));
    String good = scene.status("kept").digestSet();
    scene.apply(
        record("kept", "settle: 0s\nhold: {reason: look}\n" + services + service("kept", "2", "")));
    Scene.eventually(() -> assertThat(scene.status("kept").digestSet()).isNotEqualTo(good));
    String bad = scene.status("kept").digestSet();

    scene.kubectl("rollout", "status", "deployment/kept", "--timeout=20s");
    scene.apply(record("kept", "settle: 0s\n" + services + service("kept", "1", "")));
    scene.awaitReady("kept");
    scene.apply(
        record(
            "kept",
            "settle: 0s\nrefuse: [\"" + bad + "\"]\n" + services + service("kept", "2", "")));
    assertThat(scene.awaitPhase("kept", "kept", Phase.Blocked, "SetRefused").message())
        .contains(good + " is kept");
    scene.kubectl("set", "image", "deployment/kept", "kept=nginx");
    Scene.eventually(() -> assertThat(scene.image("kept")).isEqualTo(image("kept", "1")));
    assertThat(scene.status("kept").enforcedSet()).isEqualTo(good);
  }
}
