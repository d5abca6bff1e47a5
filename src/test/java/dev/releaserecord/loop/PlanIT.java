package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code release-operator plan} against a real API server, by people with different rights. */
@NeedsKwok
class PlanIT {

  private static final String READER = "plan-reader";

  /** Rights to read, without watch, and to nothing that can be done without. */
  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: plan-reader}
      rules:
      - {apiGroups: [releaserecord.dev], resources: [releaserecords], verbs: [get, list]}
      - {apiGroups: [apps], resources: [deployments], verbs: [get, list]}
      - {apiGroups: [""], resources: [pods, configmaps], verbs: [get, list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: plan-reader}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: plan-reader}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: plan-reader}]
      """;

  private static final String CONTAINER = " workloads: [{name: asked, containers: [asked]}]";

  private final Scene scene;
  private final Cluster cluster;

  PlanIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.cluster = cluster;
  }

  private Program.Ran plan(Path kubeconfig, String record) {
    return new Program(scene).as(kubeconfig, "plan", "-f=" + scene.file(record));
  }

  /** As a pin of bytes that run already under a tag shows: a restart, before it happens. */
  @Test
  void whoMayOnlyReadIsShownWhatWouldChangeAndNothingIsTouched() {
    scene.apply(deployment("shown", "registry.example.com/team/shown:1"), RIGHTS);
    scene.kubectl("rollout", "status", "deployment/shown");
    Path reader = cluster.kubeconfigFor(READER);
    Scene.eventually(
        () ->
            assertThat(
                    scene.tryKubectl("auth", "can-i", "list", "pods", "--as=" + READER).exitCode())
                .isZero());
    AuditLog.Mark mark = scene.audit().mark();
    Program.Ran ran =
        plan(
            reader,
            record(
                "shown",
                "services: [{name: shown, digest: \"%s\"}]\n"
                    .formatted(digest("registry.example.com/team/shown:1"))));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains(
            "shown in namespace " + scene.namespace() + " (new): 1 of 1 service would change",
            "Deployment/shown: 1 pod restarts, though all run this digest already",
            "from registry.example.com/team/shown:1",
            "to   " + image("shown", "registry.example.com/team/shown:1"),
            "you may not create releaserecords",
            "list nodes (a ClusterRole)");
    assertThat(scene.audit().requestsSince(mark))
        .filteredOn(request -> request.namespace().equals(scene.namespace()))
        .filteredOn(request -> request.userAgent().startsWith("release-operator/"))
        .filteredOn(request -> request.code() < 400)
        .extracting(AuditLog.Request::verb)
        .isNotEmpty()
        .isSubsetOf("get", "list");
    assertThat(scene.image("shown")).isEqualTo("registry.example.com/team/shown:1");
  }

  /** The record that stands there is compared with the file, and judged by the API server. */
  @Test
  void whatIsAppliedAlreadyChangesNothingUntilTheFileDoes() {
    String first = "services: [{name: done, digest: \"%s\"}]\n".formatted(digest("1"));
    String held = "hold: {reason: incident 42}\n" + first.replace(digest("1"), digest("2"));
    scene.apply(deployment("done", image("done", "0")));
    try (LocalOperator operator = scene.operator()) {
      scene.apply(record("done", first));
      scene.awaitReady("done");
      assertThat(operator.health().problems()).isEmpty();
    }
    Program.Ran same = plan(cluster.kubeconfig(), record("done", first));
    assertThat(same.err()).isEmpty();
    assertThat(same.out()).contains(": nothing would change.").doesNotContain("(new)");
    assertThat(same.code()).isZero();

    Program.Ran other = plan(cluster.kubeconfig(), record("done", held));
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.out())
        .contains(
            "1 of 1 service would wait.",
            "done: on hold: incident 42 (last written by this-file",
            "from " + image("done", "1"),
            "to   " + image("done", "2"));
    assertThat(scene.record("done").getSpec().hold()).as("only tried").isNull();
  }

  /**
   * The operator would ask before it pins; whoever looks is told the same, before it is applied.
   */
  @Test
  void registriesAreAskedAsTheOperatorAsksThem() {
    scene.apply(deployment("asked", "registry.example.com/team/asked:1"));
    try (RefusingRegistry registry = RefusingRegistry.start()) {
      String record =
          record(
              "asked",
              "registryCheck: Enforce\nservices: [{name: asked, image: \"%s\", digest: \"%s\",%s}]\n"
                  .formatted(registry.host() + "/absent/app", digest("1"), CONTAINER));
      String file = "-f=" + scene.file(record);
      String plain = "--plain-http-registry=" + registry.host();

      Program.Ran absent = new Program(scene).run("plan", file, plain);
      assertThat(absent.err()).isEmpty();
      assertThat(absent.code()).isEqualTo(1);
      assertThat(absent.out())
          .contains("1 of 1 service would wait.", " answered 404: it has no such image; push it");

      Program.Ran refused = new Program(scene).run("plan", file);
      assertThat(refused.out())
          .contains(
              "1 of 1 service would change at once",
              "Registries were asked from here, and the operator asks them again from where it",
              "Not known: asked: " + registry.host() + "/absent/app@");

      Program.Ran skipped = new Program(scene).run("plan", file, plain, "--registries=skip");
      assertThat(skipped.out())
          .contains(
              "asked: waits for registry " + registry.host(), "Registries were not asked (--reg");
    }
  }

  /** As nobody else would: with the pull secrets of the pods, read with the caller's rights. */
  @Test
  void whoMayNotReadThePullSecretsIsToldSo() {
    scene.apply(deployment("asked", "registry.example.com/team/asked:1"), RIGHTS);
    Path reader = cluster.kubeconfigFor(READER);
    Scene.eventually(
        () ->
            assertThat(
                    scene.tryKubectl("auth", "can-i", "list", "pods", "--as=" + READER).exitCode())
                .isZero());
    Program.Ran ran =
        plan(
            reader,
            record(
                "asked",
                "registryCheck: Enforce\nservices: [{name: asked, digest: \"%s\",%s}]\n"
                    .formatted(digest("1"), CONTAINER)));
    assertThat(ran.out())
        .contains(
            "the operator may not get serviceaccounts in namespace " + scene.namespace(),
            "This was read with your rights: where it says that the operator may not read");
  }

  @Test
  void whatCouldNotBeToldIsSaid() {
    scene.apply(deployment("bad", "registry.example.com/team/bad:1"));
    Program.Ran refused =
        plan(
            cluster.kubeconfig(),
            record("bad", "services: [{name: bad, dgest: x, digest: \"latest\"}]\n"));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("The API server refuses ReleaseRecord bad:", "dgest");

    Program.Ran digest =
        plan(cluster.kubeconfig(), record("bad", "services: [{name: bad, digest: latest}]\n"));
    assertThat(digest.code()).isEqualTo(2);
    assertThat(digest.err()).contains("spec.services[0].digest", "sha256:");

    Program.Ran nobody =
        plan(cluster.kubeconfigFor("plan-nobody"), record("bad", "services: [{name: bad}]\n"));
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("plan-nobody may not list releaserecords");
    assertThat(nobody.err().lines()).hasSize(1);
  }
}
