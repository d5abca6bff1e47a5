package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Telltale.VALUE;
import static dev.releaserecord.loop.Telltale.assertNothingSecret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What real containers leave behind when they break, as the record and its events keep it. */
@NeedsNode
class EvidenceIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String USER = "evidence-without-logs";

  /** All that the loop needs, and the Secrets and pods of evidence, without their logs. */
  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: evidence-without-logs}
      rules:
      - {apiGroups: [releaserecord.dev], resources: [releaserecords], verbs: [get, list, watch]}
      - {apiGroups: [releaserecord.dev], resources: [releaserecords/status], verbs: [patch]}
      - {apiGroups: [apps], resources: [deployments, statefulsets, daemonsets], verbs: [list, watch, patch]}
      - {apiGroups: [apps], resources: [replicasets, controllerrevisions], verbs: [list, watch]}
      - {apiGroups: [batch], resources: [cronjobs], verbs: [list, watch, patch]}
      - {apiGroups: [batch], resources: [jobs], verbs: [list, watch]}
      - {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
      - {apiGroups: [""], resources: [secrets, configmaps], verbs: [get, list, watch]}
      - {apiGroups: [""], resources: [events, resourcequotas, persistentvolumeclaims], verbs: [list, watch]}
      - {apiGroups: [events.k8s.io], resources: [events], verbs: [create, get, patch]}
      - {apiGroups: [autoscaling], resources: [horizontalpodautoscalers], verbs: [list, watch]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: evidence-without-logs}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: evidence-without-logs}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: evidence-without-logs}]
      """;

  private final Scene scene;

  EvidenceIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @BeforeEach
  void putTheSecret() {
    if (scene.tryKubectl("get", "secret", "creds").exitCode() != 0) {
      scene.kubectl("create", "secret", "generic", "creds", "--from-literal=PASSWORD=" + VALUE);
    }
  }

  @AfterEach
  void deleteTheRecords() {
    scene.kubectl("delete", "rr,deployment", "--all", "--timeout=30s");
  }

  private String image() {
    return scene.cluster().image("evidence/app", "1");
  }

  private void declare(String... names) {
    StringBuilder services = new StringBuilder("services:\n");
    String repository = image().substring(0, image().indexOf('@'));
    String digest = image().substring(image().indexOf('@') + 1);
    for (String name : names) {
      services.append(
          "- {name: %s, image: %s, digest: \"%s\"}\n".formatted(name, repository, digest));
    }
    scene.apply(Manifests.record("evidence", services.toString()));
  }

  private Evidence awaitEvidence(String service, Phase phase, String cause) {
    await(service)
        .atMost(PATIENCE)
        .pollInterval(Scene.POLL)
        .untilAsserted(
            () -> {
              ServiceStatus status = scene.service("evidence", service);
              assertThat(status.cause()).as(status.message()).isEqualTo(cause);
              assertThat(status.phase()).isEqualTo(phase);
              assertThat(status.workloads().getFirst().evidence()).isNotNull();
            });
    return Objects.requireNonNull(
        scene.service("evidence", service).workloads().getFirst().evidence());
  }

  private void crash(String name) {
    scene.apply(
        deployment(
            name,
            1,
            """
            terminationGracePeriodSeconds: 0
            containers:
            - name: app
              image: "%s"
              envFrom: [{secretRef: {name: creds}}]
              terminationMessagePolicy: FallbackToLogsOnError
              args: [crash, --code, "7", --word, %s]
            """
                .formatted(image(), Telltale.quoted())));
  }

  @Test
  void aCrashIsKeptWithoutItsSecretsAndToldOnce() {
    crash("crash");
    try (LocalOperator _ = scene.operator()) {
      declare("crash");
      Evidence evidence = awaitEvidence("crash", Phase.Stuck, "CrashLoop");
      assertThat(evidence.pod()).startsWith("crash-");
      assertThat(evidence.container()).isEqualTo("app");
      assertThat(evidence.exitCode()).isEqualTo(7);
      assertThat(evidence.signal()).isNull();
      assertThat(evidence.reason()).isEqualTo("Error");
      assertThat(evidence.message()).contains("panic: no way to go on");
      assertThat(evidence.log())
          .startsWith("first of the last lines\nplain [redacted] in the log\n")
          .contains("Bearer [redacted]", "@db:5432/users failed")
          .endsWith("panic: no way to go on");
      assertThat(scene.service("evidence", "crash").warnings())
          .noneMatch(warning -> warning.reason().equals("LogsUnavailable"));

      Scene.eventually(() -> assertThat(told("crash")).hasSize(1));
      assertThat(told("crash").getFirst().getNote())
          .startsWith("Deployment/crash: container app of pod crash-")
          .contains("ended with exit code 7 (Error)", "plain [redacted] in the log")
          .endsWith("panic: no way to go on");
      assertNothingSecret(everythingSaid());

      int restarts = restarts("crash");
      await().atMost(PATIENCE).pollInterval(Scene.POLL).until(() -> restarts("crash") > restarts);
      Scene.always(
          Duration.ofSeconds(2),
          () -> {
            assertThat(told("crash")).hasSize(1);
            assertThat(told("crash").getFirst().getSeries()).as("told twice").isNull();
          });
      assertNothingSecret(everythingSaid());
    }
  }

  /** The status as it stands, and all that the operator ever wrote into events. */
  private String everythingSaid() {
    StringBuilder all =
        new StringBuilder(
            scene.client().getKubernetesSerialization().asJson(scene.record("evidence")));
    scene.client().events().v1().events().inNamespace(scene.namespace()).list().getItems().stream()
        .filter(
            event -> "releaserecord.dev/release-operator".equals(event.getReportingController()))
        .forEach(event -> all.append('\n').append(event.getNote()));
    return all.toString();
  }

  private List<Event> told(String workload) {
    return scene.events("ReleaseRecord", "evidence", "Evidence").stream()
        .filter(event -> event.getNote().startsWith("Deployment/" + workload + ":"))
        .toList();
  }

  private int restarts(String name) {
    return scene
        .client()
        .pods()
        .inNamespace(scene.namespace())
        .withLabel("app", name)
        .list()
        .getItems()
        .stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }

  /** It runs again by the time its log is read: only the log of the run before tells of the end. */
  @Test
  void theRunThatEndedIsReadAndNotTheOneThatRuns() {
    scene.apply(
        deployment(
            "killed",
            1,
            """
            containers:
            - name: app
              image: "%s"
              args: [hang]
              livenessProbe:
                tcpSocket: {port: 9}
                periodSeconds: 1
                failureThreshold: 2
                terminationGracePeriodSeconds: 1
            """
                .formatted(image())),
        deployment(
            "migrating",
            1,
            """
            initContainers:
            - name: migrate
              image: "%1$s"
              envFrom: [{secretRef: {name: creds}}]
              args: [crash, --code, "3", --word, "migration 12 failed with $(PASSWORD)"]
            containers:
            - {name: app, image: "%1$s"}
            """
                .formatted(image())));
    try (LocalOperator _ = scene.operator()) {
      declare("killed", "migrating");
      Evidence migrate = awaitEvidence("migrating", Phase.Stuck, "InitCrashLoop");
      assertThat(migrate.container()).isEqualTo("migrate");
      assertThat(migrate.exitCode()).isEqualTo(3);
      assertThat(migrate.log()).isEqualTo("migration 12 failed with [redacted]");

      Evidence killed = awaitEvidence("killed", Phase.RollingOut, "ProbeFailing");
      assertThat(killed.exitCode()).isEqualTo(137);
      assertThat(killed.signal()).isEqualTo(9);
      assertThat(killed.log()).contains("serving on").endsWith("terminated is not listened to");
      Scene.eventually(() -> assertThat(told("killed")).isNotEmpty());
      assertThat(told("killed").getFirst().getNote()).contains("exit code 137 (signal 9, Error)");
      assertNothingSecret(everythingSaid());
    }
  }

  @Test
  void withoutTheRightToReadLogsTheRestWorksAndTheVerbIsNamed() {
    crash("unread");
    scene.apply(RIGHTS);
    Scene.eventually(
        () -> {
          assertThat(may("get", "secrets")).isTrue();
          assertThat(may("patch", "releaserecords.releaserecord.dev", "--subresource=status"))
              .isTrue();
        });
    assertThat(may("get", "pods", "--subresource=log")).isFalse();
    try (LocalOperator _ =
        LocalOperator.start(
            scene.cluster().kubeconfigFor(USER), scene.namespace(), scene.version())) {
      declare("unread");
      Evidence evidence = awaitEvidence("unread", Phase.Stuck, "CrashLoop");
      assertThat(evidence.exitCode()).isEqualTo(7);
      assertThat(evidence.log()).isNull();
      assertThat(evidence.message()).contains("panic: no way to go on");
      assertThat(scene.service("evidence", "unread").warnings())
          .anySatisfy(
              warning -> {
                assertThat(warning.reason()).isEqualTo("LogsUnavailable");
                assertThat(warning.message()).contains("may not get pods/log", scene.namespace());
              });
      assertThat(scene.condition("evidence", "RolledOut").orElseThrow().getMessage())
          .contains("lack of rights: list nodes (a ClusterRole), get pods/log");
      assertNothingSecret(everythingSaid());

      scene.apply(
          RIGHTS.replace(
              "resources: [pods], verbs: [get,", "resources: [pods, pods/log], verbs: [get,"));
      await("the log once it may be read")
          .atMost(PATIENCE)
          .pollInterval(Scene.POLL)
          .untilAsserted(
              () ->
                  assertThat(awaitEvidence("unread", Phase.Stuck, "CrashLoop").log())
                      .contains("plain [redacted] in the log"));
      Scene.eventually(
          () ->
              assertThat(scene.condition("evidence", "RolledOut").orElseThrow().getMessage())
                  .doesNotContain("pods/log"));
      assertNothingSecret(everythingSaid());
    }
  }

  private boolean may(String verb, String... what) {
    List<String> words = new ArrayList<>(List.of("auth", "can-i", "--as=" + USER, verb));
    words.addAll(List.of(what));
    return scene.tryKubectl(words.toArray(String[]::new)).exitCode() == 0;
  }
}
