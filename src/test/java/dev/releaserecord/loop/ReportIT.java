package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** {@code report} of the first diary, in its morning and at its end. */
@NeedsKwok
class ReportIT {

  private static final String READER =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: report-reader}
      rules:
      - {apiGroups: [releaserecord.dev], resources: [releaserecords], verbs: [get]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: report-reader}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: report-reader}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: report-reader}]
      """;

  private final Scene scene;
  private final Sample sample;
  private final Program program;

  ReportIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.sample = new Sample(scene, "gobee");
    this.program = new Program(scene);
  }

  @Test
  void thePageThatSomebodyWouldHaveWritten() {
    sample.apply("namespace.yaml");
    try (LocalOperator operator = scene.operator()) {
      sample.apply("record-two-built.yaml");
      scene.awaitPhase("core", "bootstrap", Phase.Verified, "");
      scene.awaitPhase("core", "provision", Phase.Verified, "");
      scene.awaitPhase("core", "users", Phase.Stuck, "UnresolvedPlaceholder");
      Program.Ran morning = program.run("report", "core");
      assertThat(morning.err()).isEmpty();
      assertThat(morning.code()).isEqualTo(1);
      assertThat(morning.out())
          .startsWith("# Release core in namespace " + scene.namespace() + ": Stuck\n")
          .contains(
              "\n2/5 verified; users and 2 more: unresolved placeholder\n",
              "\n## Next step\n\nusers: container users has the unresolved placeholder",
              "\n### users: Stuck (UnresolvedPlaceholder)\n",
              "| users | | no digest yet | Stuck | 0/1 | none |",
              "core/bootstrap@sha256:f2e88cbf85bd44d1d10fcee1f16104fbbd7bb6d3f2468ecd7d4e177d00a38411`"
                  + " | Verified | 1/1 |");

      sample.apply("record.yaml");
      scene.awaitReady("core");
      Program.Ran evening = program.run("report", "core");
      assertThat(evening.code()).isZero();
      assertThat(evening.out())
          .contains(
              ": Verified\n",
              "\n## Next step\n\nNothing is left to do.",
              "\n## Verified so far\n",
              "| runs now |",
              " | users: Verified |")
          .doesNotContain("What is wrong", "no digest yet");
      assertThat(operator.health().problems()).isEmpty();
    }
    whoMayNotReadThePastIsToldSo();
  }

  private void whoMayNotReadThePastIsToldSo() {
    scene.apply(READER);
    Scene.eventually(
        () -> {
          Program.Ran ran =
              program.as(scene.cluster().kubeconfigFor("report-reader"), "report", "core");
          assertThat(ran.code()).isZero();
          assertThat(ran.err())
              .contains("What was verified before is left out", "list controllerrevisions");
          assertThat(ran.out()).contains("## Digests").doesNotContain("Verified so far");
        });
  }
}
