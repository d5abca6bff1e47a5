package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.AuditLog.Request;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.kube.secret.FactReader;
import dev.releaserecord.kube.secret.KeyStore;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rotation restarts exactly what depends on it, once, in order, whoever looked or did not. */
@NeedsKwok
class RotationIT {

  /** Values; they must be seen nowhere. */
  private static final String OLD = "heron-lake-0001";

  private static final String NEW = "heron-lake-0002";

  private static final Duration QUIET = Duration.ofSeconds(3);

  private final Scene scene;

  RotationIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  /** Each test has an operator of its own, which must not find the records of another. */
  @AfterEach
  void deleteTheRecords() {
    scene.kubectl("delete", "rr,deployments", "--all", "--timeout=20s");
  }

  private void dependents(String secret, List<String> names) {
    scene.apply(
        names.stream()
            .map(
                name ->
                    deployment(
                        name,
                        1,
                        """
                        terminationGracePeriodSeconds: 0
                        containers:
                        - name: %1$s
                          image: "registry.example.com/team/%1$s:1"
                          envFrom: [{secretRef: {name: %2$s}}]
                        """
                            .formatted(name, secret)))
            .toArray(String[]::new));
  }

  private void release(String record, String head, List<String> names) {
    StringBuilder services = new StringBuilder("settle: 1s\n" + head + "services:\n");
    names.forEach(
        name -> services.append("- {name: %s, digest: \"%s\"}\n".formatted(name, digest("1"))));
    scene.apply(record(record, services.toString()));
    scene.awaitReady(record);
  }

  private void write(String secret, String password) {
    scene.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s}
        stringData: {PORT: "5432", PASS: %s}
        """
            .formatted(secret, password));
  }

  private Optional<String> restartedFor(String name) {
    Map<String, String> annotations =
        scene
            .client()
            .apps()
            .deployments()
            .inNamespace(scene.namespace())
            .withName(name)
            .get()
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations();
    return Optional.ofNullable(annotations)
        .flatMap(all -> Optional.ofNullable(all.get("releaserecord.dev/restarted-for")));
  }

  private List<String> restarts(AuditLog.Mark since) {
    return scene.requestsSince(since).stream()
        .filter(it -> it.verb().equals("patch") && it.resource().equals("deployments"))
        .filter(it -> it.code() == 200)
        .map(Request::name)
        .toList();
  }

  private void awaitRestarted(List<String> names) {
    Scene.eventually(() -> assertThat(names).allMatch(name -> restartedFor(name).isPresent()));
  }

  private void nothingLeaks() {
    assertThat(scene.kubectl("get", "rr,deployments,events.events.k8s.io", "-o", "yaml"))
        .doesNotContain(OLD)
        .doesNotContain(NEW);
  }

  @Test
  void oneServiceFirstAndTheOthersOnceItIsVerified() {
    List<String> names = List.of("users", "certs", "ingest");
    write("db", OLD);
    dependents("db", names);
    try (LocalOperator operator = scene.operator()) {
      release("core", "secrets: [{name: db, keys: [PASS], formats: {PORT: Port}}]\n", names);
      assertThat(restartedFor("users")).as("adopting writes nothing").isEmpty();
      AuditLog.Mark mark = scene.audit().mark();

      write("db", NEW);
      awaitRestarted(List.of("users"));
      assertThat(restartedFor("certs")).as("it waits for the first").isEmpty();
      awaitRestarted(names);
      scene.awaitReady("core");
      assertThat(operator.metric("releaserecord_rotation_pending_seconds", "name=\"core\""))
          .isZero();

      Scene.always(QUIET, () -> assertThat(restarts(mark)).hasSize(3));
      assertThat(restarts(mark)).containsExactlyInAnyOrderElementsOf(names).startsWith("users");
      SecretStatus row = scene.service("core", "users").secrets().getFirst();
      assertThat(row.changedAt()).isNotNull();
      assertThat(row.stalePods()).isZero();
      assertThat(scene.events("ReleaseRecord", "core", "SecretRotated")).isNotEmpty();
      assertThat(scene.events("Deployment", "users", "Restarted"))
          .filteredOn(event -> event.getNote().endsWith("ReleaseRecord core"))
          .singleElement()
          .satisfies(
              event ->
                  assertThat(event.getNote()).startsWith("restarted for what Secret db holds now"));
      nothingLeaks();
    }
  }

  @Test
  void theSameBytesAndALabelRestartNothing() {
    write("same", OLD);
    dependents("same", List.of("users"));
    try (LocalOperator _ = scene.operator()) {
      release("same", "secrets: [{name: same}]\n", List.of("users"));
      AuditLog.Mark mark = scene.audit().mark();

      scene.kubectl("label", "secret", "same", "team=core");
      scene.kubectl("delete", "secret", "same");
      write("same", OLD);
      Scene.always(QUIET, () -> assertThat(restarts(mark)).isEmpty());
      assertThat(scene.service("same", "users").phase()).isEqualTo(Phase.Verified);
    }
  }

  @Test
  void oneOfNearlyAMebibyteThatCannotChangeIsReplacedByAnother() {
    immutable("big", 1);
    dependents("big", List.of("users"));
    try (LocalOperator _ = scene.operator()) {
      release("big", "secrets: [{name: big}]\n", List.of("users"));
      AuditLog.Mark mark = scene.audit().mark();

      scene.kubectl("delete", "secret", "big");
      immutable("big", 1);
      Scene.always(QUIET, () -> assertThat(restarts(mark)).isEmpty());

      scene.kubectl("delete", "secret", "big");
      immutable("big", 2);
      awaitRestarted(List.of("users"));
      Scene.eventually(
          () ->
              assertThat(scene.service("big", "users").secrets().getFirst().stalePods()).isZero());
      scene.awaitReady("big");
      assertThat(restarts(mark)).containsExactly("users");
    }
  }

  /** Bytes that are no text. */
  private void immutable(String name, long seed) {
    byte[] bytes = new byte[1_000_000];
    new Random(seed).nextBytes(bytes);
    scene
        .client()
        .secrets()
        .inNamespace(scene.namespace())
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withImmutable(true)
                .addToData("BYTES", Base64.getEncoder().encodeToString(bytes))
                .build())
        .create();
  }

  @Test
  void valuesThatDoNotFitRestartNobodyUntilTheyDo() {
    write("checked", OLD);
    dependents("checked", List.of("users"));
    try (LocalOperator _ = scene.operator()) {
      release("checked", "secrets: [{name: checked, keys: [PASS]}]\n", List.of("users"));
      AuditLog.Mark mark = scene.audit().mark();

      write("checked", "\"\"");
      Scene.eventually(
          () ->
              assertThat(scene.service("checked", "users").message())
                  .contains("not restarted yet: Secret checked holds nothing in its key PASS"));
      assertThat(restarts(mark)).isEmpty();
      assertThat(scene.service("checked", "users").phase()).isEqualTo(Phase.Verified);

      write("checked", NEW);
      awaitRestarted(List.of("users"));
      scene.awaitReady("checked");
      assertThat(restarts(mark)).containsExactly("users");
    }
  }

  @Test
  void aRotationWhileNobodyLookedIsFoundAndAKillInTheMiddleRestartsNobodyTwice() {
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "svc-" + i).toList();
    write("many", OLD);
    dependents("many", names);
    try (LocalOperator _ = scene.operator()) {
      release("many", "secrets: [{name: many}]\nmaxInFlight: 4\n", names);
    }
    AuditLog.Mark mark = scene.audit().mark();

    write("many", NEW);
    try (LocalOperator _ = scene.operator()) {
      Scene.eventually(() -> assertThat(restarts(mark)).hasSizeGreaterThan(5));
    }
    try (LocalOperator _ = scene.operator()) {
      awaitRestarted(names);
      scene.awaitReady("many");
      Scene.always(
          QUIET, () -> assertThat(restarts(mark)).containsExactlyInAnyOrderElementsOf(names));
    }
  }

  @Test
  void theKeyIsMadeOnceAndKept() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ids.add(id());
    }
    assertThat(ids.get(0)).isEqualTo(ids.get(1));
    scene.kubectl("delete", "secret", KeyStore.NAME);
    assertThat(id()).isNotEqualTo(ids.getFirst());
    scene.kubectl("delete", "secret", KeyStore.NAME);
    scene.kubectl("create", "secret", "generic", KeyStore.NAME, "--from-literal=key=short");
    assertThat(id()).as("one that dies with the process").isNotEqualTo(id());
  }

  private String id() {
    return new FactReader(KeyStore.open(scene.client(), scene.namespace())).key().toString();
  }
}
