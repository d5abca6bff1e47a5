package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceWarning;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The diary of robson, on its sample: postgres, redis, rabbit and a certificate first, then a
 * Secret that has only one of two families of names, then the backend.
 */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RobsonStoryIT {

  private static final String REPOSITORY = "ghcr.io/ldamasio/rbs-backend-monolith";
  private static final String DIGEST =
      "sha256:3b1c1e5f0a7d4c2e9b8f6a5d4c3b2a1908f7e6d5c4b3a29180f7e6d5c4b3a291";
  private static final String CRD = "certificates.cert-manager.io";

  private final Scene scene;
  private final Sample sample;
  private final Builds builds;
  private PodOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  RobsonStoryIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.sample = new Sample(scene, "robson");
    this.builds = new Builds(scene, "ldamasio/rbs-backend-monolith");
  }

  @BeforeAll
  void startTheOperatorWhereCertificatesAreKnown() {
    String volume = Manifests.volume(scene.namespace(), "media", "1Gi");
    scene.kubectl("apply", "-f", scene.file(volume).toString());
    scene.kubectl("apply", "-f", "helm-free-manifests/samples/robson/certificate-crd.yaml");
    scene.kubectl("wait", "--for=condition=Established", "crd/" + CRD, "--timeout=20s");
    sample.applyText(
        sample
            .text("certificate-role.yaml")
            .replace("namespace: staging", "namespace: " + scene.namespace()));
    operator = PodOperator.start(scene);
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
    scene.kubectl("delete", "crd", CRD, "--wait=false");
    scene.kubectl("delete", "pv", scene.namespace() + "-media", "--wait=false");
  }

  @Test
  void whatItNeedsFirstThenItsSecretThenTheBackend() {
    AuditLog.Mark mark = scene.audit().mark();
    apply("backend.yaml");
    apply("record.yaml");
    nothingIsThereYet();
    apply("dependencies.yaml");
    theCertificateIsLast();
    scene.kubectl(
        "patch",
        "certificate/api-staging-tls",
        "--subresource=status",
        "--type=merge",
        "-p={\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
    oneFamilyOfNamesIsMissing();
    assertThat(operator.patchesSince(mark, "deployments", "backend-staging")).isEmpty();
    assertThat(operator.patchesSince(mark, "cronjobs", "stop-monitor")).isEmpty();

    sample.apply("secret-healed.yaml");
    theBackendIsVerified();
    operator.assertNothingWentWrong();
  }

  /** The sample, with images that this cluster can pull. */
  private void apply(String file) {
    sample.applyText(
        Testbox.inPlaceOfPrograms(sample.text(file))
            .replace(REPOSITORY + ":staging-latest", tagged())
            .replace(REPOSITORY, builds.name())
            .replace(DIGEST, builds.digest("0.15.0"))
            .replaceAll(
                "image: (paradedb|redis|rabbitmq).*",
                "image: " + new Builds(scene, "ldamasio/server").image("1")));
  }

  private String tagged() {
    return builds.tagged("0.14.0");
  }

  private String pinned() {
    return builds.image("0.15.0");
  }

  private void nothingIsThereYet() {
    Scene.eventually(
        () -> assertThat(waits()).contains("Deployment/postgres-staging: not found", "and 2 more"));
    assertThat(row()).contains("0/1", "Waiting", "backend: dependency not ready");
    assertThat(condition("DependenciesReady")).isEqualTo("False NotAllDependenciesReady");
    assertThat(scene.condition("robson", "DependenciesReady").orElseThrow().getMessage())
        .contains("redis-staging", "rabbitmq-staging", "api-staging-tls");
    assertThat(scene.service("robson", "backend").warnings())
        .filteredOn(it -> it.reason().equals("SurgeDeadlock"))
        .extracting(ServiceWarning::message)
        .singleElement()
        .asString()
        .contains("PersistentVolumeClaim media (ReadWriteOnce)", "strategy.type to Recreate");
    assertThat(scene.status("robson").plan())
        .extracting(it -> it.workload() + " " + it.from() + " " + it.restart())
        .containsExactlyInAnyOrder(
            "Deployment/backend-staging " + tagged() + " true",
            "CronJob/stop-monitor " + tagged() + " false");
  }

  private void theCertificateIsLast() {
    Scene.eventually(
        () ->
            assertThat(waits())
                .contains("Certificate/api-staging-tls: it has no condition Ready yet")
                .doesNotContain("postgres", "redis", "rabbitmq"));
  }

  private void oneFamilyOfNamesIsMissing() {
    var blocked = scene.awaitPhase("robson", "backend", Phase.Blocked, "MissingSecretKey");
    assertThat(blocked.message())
        .contains(
            "Secret django-staging has no keys RBS_PG_DATABASE, RBS_PG_PASSWORD, RBS_PG_USER");
    assertThat(row()).contains("Blocked", "backend: missing secret key");
    assertThat(condition("DependenciesReady")).isEqualTo("True AllDependenciesReady");
    assertThat(condition("SecretsVerified")).startsWith("False");
    Scene.eventually(
        () ->
            assertThat(operator.metric("releaserecord_secret_keys_missing", "service=\"backend\""))
                .isEqualTo(3));
    assertThat(scene.image("Deployment", "backend-staging", "backend")).isEqualTo(tagged());
  }

  private void theBackendIsVerified() {
    scene.awaitReady("robson");
    assertThat(row()).contains("1/1", "Verified", "1/1 verified");
    assertThat(scene.image("Deployment", "backend-staging", "backend")).isEqualTo(pinned());
    assertThat(scene.image("CronJob", "stop-monitor", "stop-monitor")).isEqualTo(pinned());
    assertThat(scene.status("robson").plan()).isEmpty();
    assertThat(scene.service("robson", "backend").ready()).isEqualTo("2/2");
    assertThat(scene.events("ReleaseRecord", "robson", "Pinned")).isNotEmpty();
    assertThat(operator.metric("releaserecord_ready", "name=\"robson\"")).isEqualTo(1);
    assertThat(operator.metric("releaserecord_secret_keys_missing", "service=\"backend\""))
        .isZero();
  }

  private String waits() {
    return Objects.requireNonNull(
        scene.awaitPhase("robson", "backend", Phase.Waiting, "DependencyNotReady").message());
  }

  private String row() {
    return scene.kubectl("get", "rr", "robson", "--no-headers");
  }

  private String condition(String type) {
    Condition condition = scene.condition("robson", type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason();
  }
}
