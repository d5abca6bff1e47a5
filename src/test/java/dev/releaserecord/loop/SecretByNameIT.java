package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** {@code --secrets=by-name}: a Role that names the Secrets is enough. */
@NeedsKwok
class SecretByNameIT {

  private static final String USER = "by-name-operator";

  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: by-name-operator}
      rules:
      - {apiGroups: [releaserecord.dev], resources: [releaserecords], verbs: [get, list, watch]}
      - {apiGroups: [releaserecord.dev], resources: [releaserecords/status], verbs: [patch]}
      - {apiGroups: [apps], resources: [deployments, statefulsets, daemonsets], verbs: [list, watch, patch]}
      - {apiGroups: [apps], resources: [replicasets], verbs: [list, watch]}
      - {apiGroups: [batch], resources: [cronjobs], verbs: [list, watch, patch]}
      - {apiGroups: [batch], resources: [jobs], verbs: [list, watch]}
      - {apiGroups: [""], resources: [pods, configmaps], verbs: [get, list, watch]}
      - {apiGroups: [""], resources: [secrets], resourceNames: [users-rds], verbs: [get, list, watch]}
      - {apiGroups: [events.k8s.io], resources: [events], verbs: [create, get, patch]}
      """;

  private static final String BINDING =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: by-name-operator}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: by-name-operator}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: by-name-operator}]
      """;

  private final Scene scene;

  SecretByNameIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  private static String secret(String name, String values) {
    return "apiVersion: v1\nkind: Secret\nmetadata: {name: %s}\nstringData: {%s}\n"
        .formatted(name, values);
  }

  private static String reading(String name, String secret) {
    return deployment(
        name,
        1,
        """
        terminationGracePeriodSeconds: 0
        containers:
        - {name: %1$s, image: "registry.example.com/team/%1$s:1", envFrom: [{secretRef: {name: %2$s}}]}
        """
            .formatted(name, secret));
  }

  private boolean may(String what) {
    return scene.tryKubectl("auth", "can-i", "list", what, "--as=" + USER).exitCode() == 0;
  }

  @Test
  void aRoleThatNamesThemIsEnough() {
    scene.apply(
        ROLE,
        BINDING,
        secret("users-rds", "HOST: one"),
        secret("orders-env", "HOST: one"),
        secret("of-nobody", "HOST: one"),
        reading("users", "users-rds"),
        reading("orders", "orders-env"),
        reading("strange", "of-nobody"));
    Scene.eventually(
        () -> {
          assertThat(may("pods") && may("secrets/users-rds")).isTrue();
          assertThat(may("secrets") || may("secrets/orders-env")).isFalse();
        });
    AuditLog.Mark mark = scene.audit().mark();
    try (LocalOperator operator =
        LocalOperator.startByName(
            scene.cluster().kubeconfigFor(USER), scene.namespace(), scene.version())) {
      scene.apply(
          record(
              "core",
              """
              settle: 1s
              services:
              - {name: users, digest: "%1$s", secrets: [{name: users-rds, keys: [HOST, SSLMODE]}]}
              - {name: orders, digest: "%1$s", secrets: [{name: orders-env, keys: [HOST]}]}
              """
                  .formatted(digest("1"))));
      assertThat(scene.awaitPhase("core", "users", Phase.Blocked, "MissingSecretKey").message())
          .startsWith("Secret users-rds has no key SSLMODE");
      assertThat(scene.awaitPhase("core", "orders", Phase.Blocked, "").message())
          .startsWith("may not list secrets orders-env in namespace " + scene.namespace());

      scene.apply(secret("users-rds", "HOST: one, SSLMODE: require"));
      scene.awaitPhase("core", "users", Phase.Verified, "");
      assertThat(scene.image("users")).isEqualTo(image("users", "1"));

      scene.apply(secret("users-rds", "HOST: two, SSLMODE: require"));
      Scene.eventually(
          () ->
              assertThat(
                      scene.kubectl(
                          "get",
                          "deployment",
                          "users",
                          "-o",
                          "jsonpath={.spec.template.metadata.annotations}"))
                  .contains("releaserecord.dev/restarted-for"));
      Scene.eventually(
          () ->
              assertThat(scene.service("core", "users").secrets())
                  .extracting(SecretStatus::stalePods)
                  .containsExactly(0));
      assertThat(operator.health().problems()).isEmpty();
      assertThat(scene.requestsSince(mark))
          .filteredOn(request -> request.resource().equals("secrets"))
          .as("nothing but what the record needs")
          .extracting(AuditLog.Request::name)
          .containsOnly("users-rds", "orders-env");
    }
  }
}
