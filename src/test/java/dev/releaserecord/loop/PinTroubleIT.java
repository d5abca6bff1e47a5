package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What cannot be pinned is named, waited for or left alone, and holds back nobody. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PinTroubleIT {

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  PinTroubleIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
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
  void aServiceWithoutADigestHoldsBackNobody() {
    scene.apply(
        deployment("early", "registry.example.com/team/early:1"),
        deployment("late", "registry.example.com/team/late:1"));
    scene.apply(
        record(
            "awaiting",
            """
            services:
            - {name: late}
            - {name: early, digest: "%s"}
            """
                .formatted(digest("early"))));
    scene.awaitPhase("awaiting", "early", Phase.Verified, "");
    scene.awaitPhase("awaiting", "late", Phase.AwaitingDigest, "");
    assertThat(scene.image("late")).isEqualTo("registry.example.com/team/late:1");
    assertThat(scene.condition("awaiting", "Ready").map(Condition::getReason))
        .hasValue("AwaitingDigest");
  }

  @Test
  void anAbsentWorkloadIsWaitedForThenBlocksAndIsPickedUpTheMomentItAppears() {
    scene.apply(
        record(
            "absent",
            """
            progressDeadline: 10s
            services:
            - {name: soon, digest: "%s", progressDeadline: 1m}
            - {name: never, digest: "%s"}
            """
                .formatted(digest("soon"), digest("never"))));
    ServiceStatus waiting = scene.awaitPhase("absent", "never", Phase.Waiting, "WorkloadNotFound");
    assertThat(waiting.message()).contains("Deployment/never", scene.namespace());
    Instant since = Objects.requireNonNull(waiting.since());

    scene.apply(deployment("soon", "soon@IGEST_SOON__"));
    Scene.eventually(() -> assertThat(scene.image("soon")).isEqualTo(image("soon", "soon")));
    scene.awaitPhase("absent", "soon", Phase.Verified, "");

    ServiceStatus blocked = scene.awaitPhase("absent", "never", Phase.Blocked, "WorkloadNotFound");
    assertThat(Duration.between(since, Objects.requireNonNull(blocked.since())))
        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(13));
    scene.apply(deployment("never", "registry.example.com/team/never:1"));
    scene.awaitReady("absent");
    assertThat(scene.image("never")).isEqualTo(image("never", "never"));
  }

  @Test
  void aContainerThatIsNotThereIsNamedTogetherWithThoseThatAre() {
    scene.apply(
        deployment("shop", 1, containers("server", "registry.example.com/team/shop:1")),
        deployment("store", 1, containers("database", "postgres:16")));
    AuditLog.Mark mark = scene.audit().mark();
    scene.apply(
        record(
            "containers",
            """
            services:
            - {name: shop, digest: "%s", workloads: [{name: shop, containers: [srever]}]}
            - {name: store, digest: "%s"}
            """
                .formatted(digest("shop"), digest("store"))));
    assertThat(scene.awaitPhase("containers", "shop", Phase.Blocked, "ContainerNotFound").message())
        .contains("srever", "server (registry.example.com/team/shop:1)");
    assertThat(
            scene.awaitPhase("containers", "store", Phase.Blocked, "ContainerNotFound").message())
        .contains("database (postgres:16)", "registry.example.com/team/store");
    assertThat(scene.image("Deployment", "store", "database")).isEqualTo("postgres:16");
    assertThat(scene.patchesSince(mark, "deployments", "store")).isEmpty();
    assertThat(scene.patchesSince(mark, "deployments", "shop")).isEmpty();
  }

  @Test
  void aWorkloadWithAControllerAboveItIsLeftToIt() {
    scene.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: rollouts}
        """);
    String uid =
        scene
            .client()
            .configMaps()
            .inNamespace(scene.namespace())
            .withName("rollouts")
            .get()
            .getMetadata()
            .getUid();
    scene.apply(
        deployment("owned", "registry.example.com/team/owned:1")
            .replace(
                "metadata: {name: owned, labels: {app: owned}}",
                "metadata: {name: owned, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name:"
                    + " rollouts, controller: true, uid: "
                    + uid
                    + "}]}"));
    AuditLog.Mark mark = scene.audit().mark();
    scene.apply(record("owned", "owned", "owned"));
    assertThat(scene.awaitPhase("owned", "owned", Phase.Blocked, "ManagedElsewhere").message())
        .contains("ConfigMap/rollouts");
    assertThat(scene.patchesSince(mark, "deployments", "owned")).isEmpty();
    assertThat(scene.image("owned")).isEqualTo("registry.example.com/team/owned:1");
  }
}
