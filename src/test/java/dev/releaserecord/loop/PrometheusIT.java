package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.PREFIX;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.OperatorProcess;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.monitoring.Prometheus;
import dev.releaserecord.monitoring.Prometheus.Active;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes the real operator, and the alerts as shipped are seen firing. */
@NeedsKwok
class PrometheusIT {

  /** A scrape and a judgement a second. */
  private static final Duration SEEN = Duration.ofSeconds(5);

  /** The API server refuses the image of one digest. */
  private static final String REFUSING =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: %1$s}
      spec:
        failurePolicy: Fail
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
          resourceRules:
          - {apiGroups: [apps], apiVersions: [v1], operations: [UPDATE], resources: [deployments]}
        validations:
        - expression: "!object.spec.template.spec.containers.exists(c, c.image.endsWith('%2$s'))"
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: %1$s}
      spec: {policyName: %1$s, validationActions: [Deny]}
      """;

  private final Scene scene;

  PrometheusIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @Test
  void aNormalReleaseIsQuietAndTroubleIsHeard(@TempDir Path folder) throws IOException {
    scene.apply(deployment("users", PREFIX + "/users:1"));
    try (OperatorProcess operator =
            OperatorProcess.start(
                scene.cluster(), "--namespace", scene.namespace(), "--no-leader-elect");
        Prometheus prometheus = Prometheus.start(folder, operator.port())) {
      release("1");
      await()
          .atMost(Scene.PATIENCE)
          .ignoreExceptions()
          .until(() -> prometheus.knows("releaserecord_ready==1"));
      Scene.always(SEEN, () -> assertThat(prometheus.alerts()).isEmpty());

      scene.foreignImage("users", PREFIX + "/users:hotfix", "somebody");
      firing(prometheus, "ReleaseRecordDriftCorrected", "and it was set back");
      assertThat(scene.image("users")).isEqualTo(image("users", "1"));

      scene.apply(REFUSING.formatted(scene.namespace(), digest("2")));
      try {
        Scene.eventually(
            () ->
                assertThat(
                        scene
                            .tryKubectl(
                                "set",
                                "image",
                                "deployment/users",
                                "users=" + image("users", "2"),
                                "--dry-run=server")
                            .exitCode())
                    .as("the policy is in force")
                    .isNotZero());
        scene.apply(record("core", "users", "2"));
        firing(prometheus, "ReleaseRecordReconcileFailing", "record core");
      } finally {
        scene.kubectl("delete", "validatingadmissionpolicy", scene.namespace());
        scene.kubectl("delete", "validatingadmissionpolicybinding", scene.namespace());
      }
    }
  }

  private void release(String word) {
    scene.apply(record("core", "users", word));
    scene.awaitReady("core");
  }

  private static void firing(Prometheus prometheus, String alert, String summary) {
    Scene.eventually(
        () ->
            assertThat(prometheus.alerts())
                .anySatisfy(
                    it -> {
                      assertThat(it).extracting(Active::name).isEqualTo(alert);
                      assertThat(it.state()).isEqualTo("firing");
                      assertThat(it.summary()).contains(summary);
                    }));
  }
}
