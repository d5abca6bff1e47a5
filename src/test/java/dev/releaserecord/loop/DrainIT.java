package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Scene.always;
import static dev.releaserecord.loop.Scene.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Deployments that hang and say no cause: scaled to zero and back, whatever happens meanwhile.
 * Their containers run, and their startup probes would be asked in an hour.
 */
@NeedsNode
class DrainIT {

  private static final String LABEL = "releaserecord.dev/restore-replicas";

  /** The shortest deadline, and what a pod on this machine takes. */
  private static final Duration OVERDUE = Duration.ofSeconds(40);

  private final Scene scene;

  DrainIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @AfterEach
  void clean() {
    scene.kubectl("delete", "rr,hpa,deploy,events", "--all", "--timeout=30s");
  }

  @Test
  void itIsScaledToZeroAndBackAndThenLeftToAPerson() {
    try (LocalOperator operator = scene.operator();
        var deployments =
            Recorder.of(scene.client().apps().deployments().inNamespace(scene.namespace()));
        var records =
            Recorder.of(
                scene.client().resources(ReleaseRecord.class).inNamespace(scene.namespace()))) {
      hang(2, "clearing: {maxAttempts: 1, drainPeriod: 2s}\n");
      overdue(() -> assertThat(restored(deployments.of("users"))).isTrue());

      assertThat(deployments.of("users"))
          .allSatisfy(
              revision -> {
                int replicas = revision.object().getSpec().getReplicas();
                String label = label(revision.object());
                assertThat(replicas == 2 && label == null || replicas == 0 && "2".equals(label))
                    .as("%s replicas, label %s", replicas, label)
                    .isTrue();
              });
      long drained =
          deployments.of("users").stream()
              .filter(it -> it.object().getSpec().getReplicas() == 0)
              .findFirst()
              .orElseThrow()
              .number();
      assertThat(records.of("core").stream().filter(it -> it.number() < drained).toList())
          .last()
          .satisfies(it -> assertThat(it.object().getMetadata().getFinalizers()).contains(LABEL));
      eventually(
          () -> assertThat(scene.record("core").getMetadata().getFinalizers()).isNullOrEmpty());

      overdue(
          () ->
              assertThat(scene.condition("core", "Ready").orElseThrow().getReason())
                  .as(scene.status("core").toString())
                  .isEqualTo("ClearingSpent"));
      assertThat(scene.service("core", "users").message())
          .contains("cleared 1 of 1 times", "scale to 0 and back to 2", "releaserecord.dev/retry");
      assertThat(scene.events("Deployment", "users", "Drained")).hasSize(1);
      assertThat(scene.events("Deployment", "users", "Restored")).hasSize(1);
      assertThat(
              operator.metric(
                  "releaserecord_clear_attempts_total", "action=\"Drain\"", "outcome=\"Done\""))
          .isEqualTo(1);
    }
  }

  @Test
  void aRecordThatIsDeletedInMidDrainGivesTheReplicasBackFirst() {
    try (LocalOperator _ = scene.operator()) {
      hang(2, "clearing: {drainPeriod: 10m}\n");
      overdue(() -> assertThat(label(users())).isEqualTo("2"));

      scene.kubectl("delete", "rr", "core", "--timeout=10s");
      assertThat(users().getSpec().getReplicas()).isEqualTo(2);
      assertThat(label(users())).isNull();
    }
  }

  @Test
  void whoeverScalesMeanwhileWins() {
    try (LocalOperator _ = scene.operator()) {
      hang(2, "clearing: {drainPeriod: 10m}\n");
      overdue(() -> assertThat(label(users())).isEqualTo("2"));

      scene.kubectl("scale", "deployment/users", "--replicas=1");
      eventually(() -> assertThat(label(users())).isNull());
      always(Duration.ofSeconds(2), () -> assertThat(users().getSpec().getReplicas()).isEqualTo(1));
    }
  }

  @Test
  void anotherProcessScalesBackWhatOneThatDiedHasDrained() {
    try (LocalOperator _ = scene.operator()) {
      hang(3, "clearing: {drainPeriod: 5s}\n");
      overdue(() -> assertThat(label(users())).isEqualTo("3"));
    }
    always(Duration.ofSeconds(6), () -> assertThat(users().getSpec().getReplicas()).isEqualTo(0));

    try (LocalOperator _ = scene.operator()) {
      eventually(
          () -> {
            assertThat(users().getSpec().getReplicas()).isEqualTo(3);
            assertThat(label(users())).isNull();
            assertThat(scene.record("core").getMetadata().getFinalizers()).isNullOrEmpty();
          });
    }
  }

  @Test
  void whatAnAutoscalerScalesIsNotDrained() {
    scene.apply(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: users-by-load}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: users}
          minReplicas: 2
          maxReplicas: 3
        """);
    try (LocalOperator _ = scene.operator()) {
      hang(2, "clearing: {drainPeriod: 1s}\n");
      overdue(
          () ->
              assertThat(scene.service("core", "users").message())
                  .contains("it is not cleared", "HorizontalPodAutoscaler users-by-load"));
      assertThat(users().getSpec().getReplicas()).isEqualTo(2);
    }
  }

  /** A Deployment whose pods never become ready, and a record for it. */
  private void hang(int replicas, String more) {
    String image = scene.cluster().image("drain/users", "1");
    String repository = image.substring(0, image.indexOf('@'));
    scene.apply(
        deployment(
            "users",
            replicas,
            """
            terminationGracePeriodSeconds: 0
            containers:
            - name: users
              image: "%s"
              startupProbe: {initialDelaySeconds: 3600, tcpSocket: {port: 9}}
            """
                .formatted(image)),
        record(
            "core",
            more
                + """
                progressDeadline: 10s
                services:
                - {name: users, image: "%s", digest: "%s"}
                """
                    .formatted(repository, image.substring(image.indexOf('@') + 1))));
  }

  private static boolean restored(List<Recorder.Revision<Deployment>> revisions) {
    boolean drained = revisions.stream().anyMatch(it -> it.object().getSpec().getReplicas() == 0);
    return drained && revisions.getLast().object().getSpec().getReplicas() > 0;
  }

  private Deployment users() {
    return scene
        .client()
        .apps()
        .deployments()
        .inNamespace(scene.namespace())
        .withName("users")
        .get();
  }

  private static @Nullable String label(Deployment deployment) {
    return Objects.requireNonNullElse(
            deployment.getMetadata().getLabels(), Map.<String, String>of())
        .get(LABEL);
  }

  private static void overdue(ThrowingRunnable assertion) {
    await().atMost(OVERDUE).pollInterval(Scene.POLL).untilAsserted(assertion);
  }
}
