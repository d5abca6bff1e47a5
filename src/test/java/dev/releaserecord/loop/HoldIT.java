package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** While a hold stands nothing is changed, and nothing is kept from being said. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldIT {

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  HoldIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
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

  @Test
  void aHoldHoldsUntilItIsLifted() {
    scene.apply(deployment("held", "registry.example.com/team/held:1"));
    AuditLog.Mark mark = scene.audit().mark();
    scene.apply(record("held", "hold: {reason: incident 42}\n" + services("held", "1")));
    var held = scene.awaitPhase("held", "held", Phase.Held, "");
    assertThat(held.message())
        .contains("incident 42 (last written by team at 20", "take `hold` out of the");
    assertThat(scene.status("held").plan())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.from()).isEqualTo("registry.example.com/team/held:1");
              assertThat(row.to()).isEqualTo(image("held", "1"));
            });
    assertThat(scene.patchesSince(mark, "deployments", "held")).isEmpty();
    scene.apply(record("held", services("held", "1")));
    scene.awaitReady("held");
    assertThat(scene.image("held")).isEqualTo(image("held", "1"));
    assertThat(scene.status("held").plan()).isEmpty();
  }

  @Test
  void aHoldEndsAtItsTime() {
    scene.apply(
        deployment("over", "registry.example.com/team/over:1"),
        deployment("ending", "registry.example.com/team/ending:1"));
    scene.apply(
        record(
            "over",
            "hold: {reason: r, until: \"2020-01-01T00:00:00Z\"}\n" + services("over", "1")));
    scene.awaitReady("over");
    assertThat(scene.image("over")).isEqualTo(image("over", "1"));

    Instant until = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
    scene.apply(
        record(
            "ending", "hold: {reason: r, until: \"" + until + "\"}\n" + services("ending", "1")));
    scene.awaitPhase("ending", "ending", Phase.Held, "");
    scene.awaitReady("ending");
    assertThat(Instant.now()).isBetween(until, until.plusSeconds(4));
    assertThat(scene.image("ending")).isEqualTo(image("ending", "1"));
  }

  @Test
  void aHoldOverAHealthyRecordLeavesItReadyAndItsDriftAlone() {
    String hold = "hold: {reason: freeze}\n";
    scene.apply(deployment("healthy", "registry.example.com/team/healthy:1"));
    scene.apply(record("healthy", services("healthy", "1")));
    scene.awaitReady("healthy");
    scene.apply(record("healthy", hold + services("healthy", "1")));
    scene.awaitReady("healthy");
    assertThat(scene.status("healthy").summary()).contains("1/1 verified", "on hold: freeze");

    AuditLog.Mark mark = scene.audit().mark();
    scene.kubectl("set", "image", "deployment/healthy", "healthy=nginx");
    assertThat(scene.awaitPhase("healthy", "healthy", Phase.Held, "").message()).contains("freeze");
    Scene.always(
        Duration.ofSeconds(1), () -> assertThat(scene.image("healthy")).isEqualTo("nginx"));
    assertThat(scene.patchesSince(mark, "deployments", "healthy")).isEmpty();
    scene.apply(record("healthy", services("healthy", "1")));
    scene.awaitReady("healthy");
    assertThat(scene.image("healthy")).isEqualTo(image("healthy", "1"));
  }

  @Test
  void aServiceOnHoldHoldsBackItselfAlone() {
    scene.apply(
        deployment("alone", "alone@IGEST_ALONE__"),
        deployment("free", "registry.example.com/team/free:1"));
    scene.apply(
        record(
            "partly",
            """
            services:
            - {name: alone, digest: "%s", hold: {reason: paths not confirmed}}
            - {name: free, digest: "%s"}
            """
                .formatted(digest("1"), digest("1"))));
    scene.awaitPhase("partly", "free", Phase.Verified, "");
    assertThat(scene.awaitPhase("partly", "alone", Phase.Stuck, "UnresolvedPlaceholder").message())
        .startsWith("on hold:")
        .contains("@IGEST_ALONE__");
    assertThat(scene.image("alone")).isEqualTo("alone@IGEST_ALONE__");
  }

  @Test
  void aHoldOverTheNamespaceHoldsEveryRecordOfItUntilItIsGone() {
    scene.apply(
        deployment("one", "registry.example.com/team/one:1"),
        deployment("two", "registry.example.com/team/two:1"),
        namespaceHold("reason: \"stop the line\\n\""));
    try {
      scene.apply(record("one", services("one", "1")), record("two", services("two", "1")));
      for (String name : List.of("one", "two")) {
        assertThat(scene.awaitPhase(name, name, Phase.Held, "").message())
            .contains("stop the line (last written by team at 20", "delete ConfigMap release-hold");
      }
      Scene.eventually(
          () ->
              assertThat(operator.metric("releaserecord_hold_seconds", "name=\"one\""))
                  .isPositive());
      Instant until = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
      scene.apply(namespaceHold("until: \"" + until + "\""));
      scene.awaitReady("one");
      assertThat(Instant.now()).isAfterOrEqualTo(until);
      scene.awaitReady("two");

      scene.apply(namespaceHold("{}"));
      Scene.eventually(
          () ->
              assertThat(scene.status("one").summary())
                  .contains("1/1 verified; on hold: no reason given"));
    } finally {
      scene.kubectl("delete", "configmap", "release-hold");
    }
    Scene.eventually(() -> assertThat(scene.status("one").summary()).doesNotContain("on hold"));
    assertThat(operator.metric("releaserecord_hold_seconds", "name=\"one\"")).isZero();
  }

  private static String namespaceHold(String data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: release-hold}\n"
        + (data.equals("{}") ? "data: {}\n" : "data: {" + data + "}\n");
  }

  private static String services(String name, String word) {
    return "services:\n- {name: " + name + ", digest: \"" + digest(word) + "\"}\n";
  }
}
