package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a policy of the cluster refuses is said, stops nothing else, and heals by itself. */
@NeedsKwok
class PolicyIT {

  private static final Duration HEALING = Duration.ofSeconds(60);

  private final Scene scene;

  PolicyIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @Test
  void aPolicyThatDeniesAPinStallsTheRecordUntilPolicyOrSpecChange() {
    scene.apply(
        deployment("denied", "registry.example.com/team/denied:1"),
        deployment("allowed", "registry.example.com/team/allowed:1"));
    deny(digest("denied"));
    try (LocalOperator operator = scene.operator()) {
      scene.apply(record("denied", "denied", "denied"), record("allowed", "allowed", "denied"));
      assertThat(scene.awaitStalled("denied", "Refused").getMessage())
          .contains("Deployment/denied", "this digest was recalled");
      scene.awaitStalled("allowed", "Refused");
      assertThat(scene.image("denied")).isEqualTo("registry.example.com/team/denied:1");
      assertThat(
              operator.metric(
                  "releaserecord_reconcile_failures_total",
                  "name=\"denied\"",
                  "reason=\"Invalid\""))
          .isPositive();

      scene.apply(record("allowed", "allowed", "good"));
      scene.awaitReady("allowed");
      assertThat(scene.image("allowed")).isEqualTo(image("allowed", "good"));
      assertThat(scene.condition("denied", "Stalled")).isPresent();

      allow();
      await()
          .atMost(HEALING)
          .untilAsserted(
              () -> assertThat(scene.image("denied")).isEqualTo(image("denied", "denied")));
      scene.awaitReady("denied");
    } finally {
      allow();
    }
  }

  /** Returns when the policy is in force. */
  private void deny(String digest) {
    String name = scene.namespace();
    String policy =
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
          - expression: "object.spec.template.spec.containers.all(c, !c.image.contains('%2$s'))"
            message: this digest was recalled
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: %1$s}
        spec: {policyName: %1$s, validationActions: [Deny]}
        """
            .formatted(name, digest);
    scene.kubectl("apply", "-f", scene.file(policy).toString());
    Scene.eventually(
        () ->
            assertThat(
                    scene
                        .tryKubectl(
                            "set",
                            "image",
                            "deployment/denied",
                            "denied=probe@" + digest,
                            "--dry-run=server")
                        .exitCode())
                .isNotZero());
  }

  private void allow() {
    scene.kubectl(
        "delete",
        "validatingadmissionpolicy,validatingadmissionpolicybinding",
        scene.namespace(),
        "--ignore-not-found");
  }
}
