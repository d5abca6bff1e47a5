package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pods would not find is found before the rollout, which goes on once it is there. */
@NeedsKwok
class SecretIT {

  private static final String USER = "secretless-operator";
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** A kind that may not be listed is tried once a minute. */
  private static final Duration HEALING = Duration.ofSeconds(120);

  /** A value; it must be seen nowhere. */
  private static final String HOST = "db-heron-77.internal";

  /** All that the loop needs, and no Secret. */
  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: secretless-operator}
      rules:
      - {apiGroups: [releaserecord.dev], resources: [releaserecords], verbs: [get, list, watch]}
      - {apiGroups: [releaserecord.dev], resources: [releaserecords/status], verbs: [patch]}
      - {apiGroups: [apps], resources: [deployments, statefulsets, daemonsets], verbs: [list, watch, patch]}
      - {apiGroups: [batch], resources: [cronjobs], verbs: [list, watch, patch]}
      - {apiGroups: [batch], resources: [jobs], verbs: [list, watch]}
      - {apiGroups: [""], resources: [pods, configmaps], verbs: [get, list, watch]}
      - {apiGroups: [events.k8s.io], resources: [events], verbs: [create, get, patch]}
      """;

  private static final String BINDING =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: secretless-operator}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: secretless-operator}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: secretless-operator}]
      """;

  private final Scene scene;

  SecretIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  /** Each test has an operator of its own, which must not find the records of another. */
  @AfterEach
  void deleteTheRecords() {
    scene.kubectl("delete", "rr", "--all", "--timeout=10s");
  }

  /** A Deployment whose container gets all of an object. */
  private static String reading(String name, String source) {
    return deployment(
        name,
        1,
        """
        terminationGracePeriodSeconds: 0
        containers:
        - {name: %1$s, image: "registry.example.com/team/%1$s:1", envFrom: [%2$s]}
        """
            .formatted(name, source));
  }

  private static String readingSecret(String name, String secret) {
    return reading(name, "{secretRef: {name: " + secret + "}}");
  }

  private static String secret(String name, String values) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: %s}
    stringData: {HOST: %s%s}
    """
        .formatted(name, HOST, values.isEmpty() ? "" : ", " + values);
  }

  private void awaitServing(String name) {
    scene.kubectl("rollout", "status", "deployment/" + name, "--timeout=60s");
  }

  private int available(String name) {
    return scene
        .client()
        .apps()
        .deployments()
        .inNamespace(scene.namespace())
        .withName(name)
        .get()
        .getStatus()
        .getAvailableReplicas();
  }

  private void awaitPinnedAtOnce(String name, String word) {
    await()
        .atMost(AT_ONCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(scene.image(name)).isEqualTo(image(name, word)));
  }

  private Condition verified(String record) {
    return scene.condition(record, "SecretsVerified").orElseThrow();
  }

  private static double missing(LocalOperator operator, String record) {
    return operator.metric("releaserecord_secret_keys_missing", "name=\"" + record + "\"");
  }

  @Test
  void aMissingKeyHoldsBackItsServiceAloneAndOnlyUntilItIsThere() {
    scene.apply(
        secret("users-rds", "PORT: \"5432\""),
        readingSecret("users", "users-rds"),
        deployment("certs", "registry.example.com/team/certs:1"));
    awaitServing("users");
    AuditLog.Mark mark = scene.audit().mark();
    try (LocalOperator operator = scene.operator()) {
      scene.apply(
          record(
              "core",
              """
              services:
              - name: users
                digest: "%s"
                secrets: [{name: users-rds, keys: [HOST, SSLMODE], formats: {PORT: Port}}]
              - {name: certs, digest: "%s"}
              """
                  .formatted(digest("1"), digest("1"))));
      assertThat(scene.awaitPhase("core", "users", Phase.Blocked, "MissingSecretKey").message())
          .startsWith("Secret users-rds has no key SSLMODE, which the record needs");
      scene.awaitPhase("core", "certs", Phase.Verified, "");
      assertThat(scene.image("certs")).isEqualTo(image("certs", "1"));
      assertThat(scene.patchesSince(mark, "deployments", "users")).isEmpty();
      assertThat(available("users")).as("its old pod serves").isEqualTo(1);
      assertThat(verified("core").getStatus()).isEqualTo("False");
      assertThat(verified("core").getMessage()).contains("users: Secret users-rds has no key");
      assertThat(scene.service("core", "users").secrets())
          .containsExactly(
              new SecretStatus("users-rds", "users-rds", List.of("SSLMODE"), List.of(), null, 0));
      assertThat(missing(operator, "core")).isEqualTo(1);
      assertThat(scene.kubectl("get", "rr,events.events.k8s.io", "-o", "yaml"))
          .doesNotContain(HOST);

      scene.apply(secret("users-rds", "PORT: \"5432\", SSLMODE: require"));
      awaitPinnedAtOnce("users", "1");
      scene.awaitReady("core");
      assertThat(verified("core").getStatus()).isEqualTo("True");
      assertThat(scene.service("core", "users").secrets())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("changedAt")
          .containsExactly(
              new SecretStatus("users-rds", "users-rds", List.of(), List.of(), null, 0));
      assertThat(scene.service("core", "users").secrets().getFirst().changedAt()).isNotNull();
      assertThat(missing(operator, "core")).isZero();
      assertThat(scene.kubectl("get", "rr,events.events.k8s.io", "-o", "yaml"))
          .doesNotContain(HOST);
    }
  }

  @Test
  void whatTemplatesReferToIsFoundWithoutAnyRule() {
    scene.apply(
        readingSecret("orders", "orders-env"), reading("mail", "{configMapRef: {name: mail-env}}"));
    try (LocalOperator _ = scene.operator()) {
      scene.apply(
          record(
              "needs",
              """
              services:
              - {name: orders, digest: "%s"}
              - {name: mail, digest: "%s"}
              """
                  .formatted(digest("1"), digest("1"))));
      assertThat(scene.awaitPhase("needs", "orders", Phase.Blocked, "MissingSecret").message())
          .startsWith("Secret orders-env does not exist, which container orders of");
      scene.awaitPhase("needs", "mail", Phase.Blocked, "MissingConfigMap");

      scene.apply(secret("orders-env", ""));
      awaitPinnedAtOnce("orders", "1");
      scene.kubectl("create", "configmap", "mail-env", "--from-literal=FROM=us");
      awaitPinnedAtOnce("mail", "1");
      scene.awaitReady("needs");
    }
  }

  @Test
  void theGenerationThatTheTemplateNamesCounts() {
    scene.apply(
        secret("domains-rds-7f9k2htb5m", ""), readingSecret("domains", "domains-rds-7f9k2htb5m"));
    try (LocalOperator _ = scene.operator()) {
      scene.apply(
          record(
              "generated",
              """
              services:
              - {name: domains, digest: "%s", secrets: [{name: domains-rds, keys: [SSLMODE]}]}
              """
                  .formatted(digest("1"))));
      assertThat(
              scene.awaitPhase("generated", "domains", Phase.Blocked, "MissingSecretKey").message())
          .startsWith("Secret domains-rds-7f9k2htb5m has no key SSLMODE");

      scene.apply(
          secret("domains-rds-bk4c6g8d2f", "SSLMODE: require"),
          readingSecret("domains", "domains-rds-bk4c6g8d2f"));
      scene.awaitReady("generated");
      assertThat(scene.service("generated", "domains").secrets())
          .extracting(SecretStatus::resolved)
          .containsExactly("domains-rds-bk4c6g8d2f");
    }
  }

  @Test
  void withoutTheRightToReadSecretsOnlyRulesHoldBackAndTheConditionNamesIt() {
    scene.apply(
        ROLE,
        BINDING,
        secret("ruled-rds", "SSLMODE: require"),
        readingSecret("ruled", "ruled-rds"),
        readingSecret("plain", "ruled-rds"));
    Scene.eventually(
        () -> {
          assertThat(may("pods")).isTrue();
          assertThat(may("secrets")).isFalse();
        });
    try (LocalOperator operator =
        LocalOperator.start(
            scene.cluster().kubeconfigFor(USER), scene.namespace(), scene.version())) {
      scene.apply(
          record(
              "blind",
              """
              services:
              - {name: ruled, digest: "%s", secrets: [{name: ruled-rds, keys: [SSLMODE]}]}
              - {name: plain, digest: "%s"}
              """
                  .formatted(digest("1"), digest("1"))));
      scene.awaitPhase("blind", "plain", Phase.Verified, "");
      assertThat(scene.awaitPhase("blind", "ruled", Phase.Blocked, "").message())
          .startsWith("may not list secrets in namespace " + scene.namespace());
      assertThat(scene.awaitStalled("blind", "Forbidden").getMessage())
          .contains("may not list secrets");
      assertThat(verified("blind").getStatus()).isEqualTo("Unknown");
      assertThat(verified("blind").getMessage())
          .startsWith("not known of ruled: may not list secrets");
      assertThat(scene.image("ruled")).endsWith(":1");
      assertThat(operator.health().problems()).as("it is no fault").isEmpty();

      scene.apply(
          ROLE + "- {apiGroups: [\"\"], resources: [secrets], verbs: [get, list, watch]}\n");
      await()
          .atMost(HEALING)
          .untilAsserted(() -> assertThat(scene.image("ruled")).isEqualTo(image("ruled", "1")));
      scene.awaitReady("blind");
      assertThat(verified("blind").getStatus()).isEqualTo("True");
    }
  }

  private boolean may(String resource) {
    return scene.tryKubectl("auth", "can-i", "list", resource, "--as=" + USER).exitCode() == 0;
  }
}
