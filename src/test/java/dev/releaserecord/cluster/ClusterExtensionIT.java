package dev.releaserecord.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.AuditLog.Requests;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the cluster is a cluster: controllers work, rights bind, requests are counted. */
@ExtendWith(ClusterExtension.class)
class ClusterExtensionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FORBIDDEN = 403;

  private final Cluster cluster;
  private final KubernetesClient client;
  private final TestNamespace namespace;

  ClusterExtensionIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace;
  }

  @Test
  void aDeploymentGetsAReplicaSetAndReadyPods() {
    Map<String, String> labels = Map.of("app", "web");
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage(image())
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.pods().withLabels(labels).list().getItems())
                    .hasSize(2)
                    .allMatch(Readiness::isPodReady));
    assertThat(client.apps().replicaSets().withLabels(labels).list().getItems()).hasSize(1);
    assertThat(client.pods().list().getItems())
        .allMatch(pod -> pod.getMetadata().getNamespace().equals(namespace.name()));
  }

  /** A real node of ours has no network to pull from; elsewhere the public image will do. */
  private String image() {
    return cluster.flavour() == Flavour.NODE
        ? cluster.image("gobee/web", "1")
        : "registry.k8s.io/pause:3.10";
  }

  @Test
  void noTwoClassesShareANamespace() {
    SharedNamespaces.claim(namespace, ClusterExtensionIT.class);
    assertThat(namespace.name()).startsWith("cluster-extension-it-");
    assertThat(client.getNamespace()).isEqualTo(namespace.name());
  }

  @Test
  void aUserWithoutRightsIsRefused() {
    KubernetesClient nobody = cluster.clientFor("nobody@example.com", "visitors");
    assertThatThrownBy(() -> nobody.pods().inNamespace(namespace.name()).list())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(FORBIDDEN);
              assertThat(e.getMessage()).contains("nobody@example.com");
            });
  }

  @Test
  void rightsOfAGroupReachItsMembers() {
    String name = namespace.name();
    cluster
        .kubectl(
            "-n", name, "create", "rolebinding", "readers", "--clusterrole=view", "--group=readers")
        .orThrow("kubectl create rolebinding");
    KubernetesClient reader = cluster.clientFor("alice@example.com", "readers");
    await()
        .atMost(PATIENCE)
        .ignoreException(KubernetesClientException.class)
        .untilAsserted(
            () -> assertThat(reader.pods().inNamespace(name).list().getItems()).isNotNull());
  }

  @Test
  void kubectlAnswersWithCodeAndText() {
    CommandResult fine = cluster.kubectl("get", "namespace", namespace.name(), "-o", "name");
    assertThat(fine).isEqualTo(new CommandResult(0, "namespace/" + namespace.name() + "\n", ""));
    CommandResult missing = cluster.kubectl("get", "namespace", "there-is-none");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.stderr()).contains("NotFound");
  }

  @Test
  void ourDefinitionsAreServed() {
    assertThat(cluster.kubectl("get", "crd", "-o", "name").orThrow("kubectl get crd"))
        .contains("releaserecords.releaserecord.dev");
    assertThat(cluster.kubectl("-n", namespace.name(), "get", "rr").exitCode()).isZero();
  }

  @Test
  void requestsAreCountedByUserAgentAndVerb() {
    // Only what dev/cluster starts has a log that can be read.
    cluster
        .auditLog()
        .ifPresent(
            file -> {
              AuditLog log = AuditLog.open(file);
              AuditLog.Mark mark = log.mark();
              Predicate<Requests> kubectls =
                  it -> it.userAgent().startsWith("kubectl/") && it.verb().equals("list");
              cluster.kubectl("-n", namespace.name(), "get", "secrets");
              cluster.kubectl("-n", namespace.name(), "get", "secrets");
              await()
                  .atMost(PATIENCE)
                  .untilAsserted(
                      () ->
                          assertThat(log.since(mark))
                              .anySatisfy(
                                  (requests, count) -> {
                                    assertThat(requests).matches(kubectls);
                                    assertThat(count).isEqualTo(2);
                                  }));
              assertThat(log.requestsSince(mark))
                  .filteredOn(it -> it.namespace().equals(namespace.name()))
                  .extracting(AuditLog.Request::resource)
                  .isEqualTo(List.of("secrets", "secrets"));
            });
  }

  @Nested
  class Inner {
    @Test
    void sharesTheNamespaceOfTheOuterClass(TestNamespace inner) {
      assertThat(inner).isEqualTo(namespace);
    }
  }
}
