package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.CommandResult;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Real containers on a real kubelet that go wrong, and what the record says of them. */
@NeedsNode
class DiagnosisIT {

  /** A node that says nothing is given 50 seconds by the controller manager. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String DIGEST_OF_NOTHING = "sha256:" + "0".repeat(63) + "1";

  /** No pods of one priority class, and a policy that denies those of another. */
  private static final String RULES =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: none}
      spec:
        hard: {pods: "0"}
        scopeSelector:
          matchExpressions:
          - {scopeName: PriorityClass, operator: In, values: [system-cluster-critical]}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: rds}
      stringData: {HOST: db}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: $NAMESPACE}
      spec:
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $NAMESPACE}}
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
        validations:
        - expression: object.spec.?priorityClassName.orValue("") != "system-node-critical"
          message: this class runs nothing
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: $NAMESPACE}
      spec: {policyName: $NAMESPACE, validationActions: [Deny]}
      """;

  /** A node like any other, but for its kubelet, which there is none. */
  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: $SILENT, labels: {kubernetes.io/hostname: $SILENT}}
      spec: {taints: [{key: releaserecord.dev/silent, effect: NoSchedule}]}
      """;

  private static final String READY =
      """
      {"status": {"capacity": {"cpu": "4", "memory": "8Gi", "pods": "10"},
       "allocatable": {"cpu": "4", "memory": "8Gi", "pods": "10"},
       "conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady"}]}}
      """;

  private final Scene scene;

  DiagnosisIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @Test
  void everyTroubleOfARealNodeIsNamed() {
    try (RefusingRegistry registry = RefusingRegistry.start()) {
      Map<String, String> values = values(registry);
      try (Provocation provocation = new Provocation(scene, RealTroubles.all(), values)) {
        rules(values);
        provocation.begin();
        provocation.awaitNamed(PATIENCE);
      } finally {
        clear(values);
      }
    }
  }

  private Map<String, String> values(RefusingRegistry registry) {
    String image = scene.cluster().image("diagnosis/app", "2");
    Map<String, String> values = new HashMap<>();
    values.put("IMAGE", image);
    values.put("OLDER", scene.cluster().image("diagnosis/app", "1"));
    values.put("REPOSITORY", image.substring(0, image.indexOf('@')));
    values.put("DIGEST", image.substring(image.indexOf('@') + 1));
    values.put("ABSENT", DIGEST_OF_NOTHING);
    values.put("REFUSING", registry.host());
    values.put("NAMESPACE", scene.namespace());
    values.put("SILENT", "silent-" + scene.namespace());
    return values;
  }

  private void rules(Map<String, String> values) {
    scene.apply(Trouble.filled(RULES, values), Trouble.filled(NODE, values));
    String node = Trouble.filled("$SILENT", values);
    scene.kubectl("patch", "node", node, "--subresource=status", "--patch=" + READY);
    Scene.eventually(
        () -> {
          CommandResult denied =
              scene.tryKubectl(
                  "run",
                  "probe",
                  "--image=none",
                  "--dry-run=server",
                  "--overrides={\"spec\": {\"priorityClassName\": \"system-node-critical\"}}");
          assertThat(denied.toString()).contains("this class runs nothing");
        });
  }

  /** What is not of the namespace, and what waits for a kubelet that there is none of. */
  private void clear(Map<String, String> values) {
    scene.tryKubectl("delete", "deployment", "lost");
    scene.tryKubectl("delete", "pods", "--force", "--selector=app=lost", "--wait=false");
    scene.tryKubectl("delete", "node", Trouble.filled("$SILENT", values));
    scene.tryKubectl("delete", "validatingadmissionpolicybinding", scene.namespace());
    scene.tryKubectl("delete", "validatingadmissionpolicy", scene.namespace());
  }
}
