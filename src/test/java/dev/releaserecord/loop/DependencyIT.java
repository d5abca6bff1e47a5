package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Manifests.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nothing is pinned before what the release depends on is ready. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DependencyIT {

  private static final String OLD = "registry.example.com/team/%s:1";

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  DependencyIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
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

  private static String after(String name, String... dependencies) {
    return record(
        name,
        "dependencies: [%s]\nservices: [{name: %s, digest: \"%s\"}]\n"
            .formatted(String.join(", ", dependencies), name, digest("1")));
  }

  private void awaitOpen(String name, String... words) {
    Scene.eventually(
        () ->
            assertThat(scene.awaitPhase(name, name, Phase.Waiting, "DependencyNotReady").message())
                .contains(words));
    assertThat(scene.image(name)).isEqualTo(OLD.formatted(name));
  }

  private String condition(String name) {
    var condition = scene.condition(name, "DependenciesReady").orElseThrow();
    return condition.getStatus() + " " + condition.getReason();
  }

  @Test
  void theServicesComeAfterTheDatabaseAndItsBreakingLaterUndoesNothing() {
    scene.apply(deployment("core", OLD.formatted("core")));
    scene.apply(after("core", "{apiVersion: apps/v1, kind: StatefulSet, name: postgres}"));
    awaitOpen("core", "StatefulSet/postgres: not found");
    assertThat(condition("core")).isEqualTo("False NotAllDependenciesReady");
    scene.apply(
        statefulSet(
            "postgres", 1, containers("postgres", "registry.example.com/team/fail-crash:1")));
    awaitOpen("core", "StatefulSet/postgres: 0 of 1 pods are ready");
    scene.apply(
        statefulSet("postgres", 1, containers("postgres", "registry.example.com/team/postgres:1")));
    scene.kubectl("delete", "pod", "postgres-0", "--force");
    scene.awaitReady("core");
    assertThat(scene.image("core")).isEqualTo(image("core", "1"));
    assertThat(condition("core")).isEqualTo("True AllDependenciesReady");

    AuditLog.Mark mark = scene.audit().mark();
    scene.kubectl("delete", "statefulset", "postgres");
    Scene.eventually(
        () -> assertThat(condition("core")).isEqualTo("False NotAllDependenciesReady"));
    scene.awaitReady("core");
    assertThat(scene.patchesSince(mark, "deployments", "core")).isEmpty();
    assertThat(scene.image("core")).isEqualTo(image("core", "1"));
  }

  @Test
  void aServiceCountsOnceSomebodyIsBehindIt() {
    scene.apply(
        deployment("behind", OLD.formatted("behind")),
        """
        apiVersion: v1
        kind: Service
        metadata: {name: cache}
        spec: {selector: {app: cache}, ports: [{port: 6379}]}
        """);
    scene.apply(after("behind", "{apiVersion: v1, kind: Service, name: cache}"));
    awaitOpen("behind", "Service/cache: no endpoint of it is ready");
    scene.apply(deployment("cache", OLD.formatted("cache")));
    scene.awaitReady("behind");
  }

  @Test
  void aJobCountsOnceItIsComplete() {
    scene.apply(
        deployment("migrated", OLD.formatted("migrated")),
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: migrate}
        spec:
          suspend: true
          template:
            spec:
              restartPolicy: Never
              containers: [{name: migrate, image: "registry.example.com/team/migrate:1"}]
        """);
    scene.apply(
        after(
            "migrated",
            "{apiVersion: batch/v1, kind: Job, name: migrate}",
            "{apiVersion: v1, kind: ConfigMap, name: settings}"));
    awaitOpen("migrated", "Job/migrate: it has not completed yet", "ConfigMap/settings: not found");
    scene.kubectl("create", "configmap", "settings");
    scene.kubectl(
        "patch",
        "job/migrate",
        "--subresource=status",
        "--type=merge",
        "-p={\"status\":{\"startTime\":\"2026-01-01T00:00:00Z\",\"completionTime\":\"2026-01-01T00:00:01Z\",\"succeeded\":1,\"conditions\":["
            + "{\"type\":\"SuccessCriteriaMet\",\"status\":\"True\"},{\"type\":\"Complete\",\"status\":\"True\"}]}}");
    scene.awaitReady("migrated");
  }

  @Test
  void aKindThatTheClusterDoesNotKnowIsNamedAndAnotherRecordGoesOn() {
    scene.apply(
        deployment("certified", OLD.formatted("certified")),
        deployment("free", OLD.formatted("free")));
    scene.apply(
        after("certified", "{apiVersion: unknown.example.com/v1, kind: Certificate, name: tls}"),
        after("free", "{apiVersion: apps/v1, kind: Deployment, name: free}"));
    awaitOpen("certified", "no namespaced kind Certificate of unknown.example.com/v1");
    assertThat(condition("certified")).isEqualTo("Unknown DependenciesUnread");
    scene.awaitReady("free");
  }
}
