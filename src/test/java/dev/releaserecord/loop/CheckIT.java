package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks against real pods, by their own addresses, and by real Jobs. */
@NeedsNode
class CheckIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SECRET = "heron-lake-4711";

  private final Scene scene;

  CheckIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @AfterEach
  void deleteTheRecords() {
    scene.kubectl("delete", "rr,deployments,cronjobs,jobs", "--all", "--timeout=30s");
  }

  private String image() {
    return scene.cluster().image("checks/relay", "1");
  }

  /** Replicas that say which version they are; one of several may say another. */
  private void deploy(String version, int replicas) {
    scene.apply(
        Manifests.deployment(
            "relay",
            replicas,
            """
            terminationGracePeriodSeconds: 0
            containers:
            - name: relay
              image: "%s"
              env: [{name: TESTBOX_VERSION, value: "%s"}]
              readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 1}
            """
                .formatted(image(), version)));
  }

  private void declare(String checks) {
    String repository = image().substring(0, image().indexOf('@'));
    String digest = image().substring(image().indexOf('@') + 1);
    scene.apply(
        Manifests.record(
            "core",
            """
            settle: 0s
            services:
            - name: relay
              image: %s
              digest: "%s"
              version: "0.2.0"
              checks:
            """
                    .formatted(repository, digest)
                + checks.indent(2)));
  }

  private CheckStatus awaitCheck(String name, CheckOutcome outcome) {
    await(name)
        .atMost(PATIENCE)
        .pollInterval(Scene.POLL)
        .untilAsserted(
            () ->
                assertThat(scene.service("core", "relay").checks())
                    .as(scene.service("core", "relay").toString())
                    .anyMatch(it -> it.name().equals(name) && it.outcome() == outcome));
    return scene.service("core", "relay").checks().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void cronJob(String name, String arguments) {
    scene.apply(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: %s}
        spec:
          schedule: "0 0 1 1 *"
          suspend: true
          jobTemplate:
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: check
                    image: "%s"
                    envFrom: [{secretRef: {name: smoke}}]
                    args: %s
        """
            .formatted(name, image(), arguments));
  }

  private List<Job> jobs() {
    return scene.client().batch().v1().jobs().inNamespace(scene.namespace()).list().getItems();
  }

  @Test
  void oneStaleReplicaIsFoundAndNamed() {
    deploy("0.2.0", 2);
    scene.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: relay}
        spec: {selector: {relay: "yes"}, ports: [{port: 8080}]}
        """);
    scene.kubectl("rollout", "status", "deployment/relay", "--timeout=60s");
    scene.kubectl("label", "pods", "--all", "relay=yes");
    String well = scene.kubectl("get", "pods", "-o", "jsonpath={.items[0].status.podIP}");
    scene.kubectl(
        "run",
        "stale",
        "--image=" + image(),
        "--env=TESTBOX_VERSION=0.1.0",
        "--labels=relay=yes",
        "--grace-period=1");
    scene.kubectl("wait", "--for=condition=Ready", "pod/stale", "--timeout=60s");
    String address = scene.kubectl("get", "pod", "stale", "-o", "jsonpath={.status.podIP}");
    try (LocalOperator _ = scene.operator()) {
      declare(
          """
          - name: own
            timeout: 5s
            http: {service: {port: 8080, path: /healthz}, expect: {version: {header: X-Relay-Version}}}
          - name: port
            tcp: {host: %s, port: 8080}
          - name: every
            timeout: 2s
            http: {service: {name: relay, port: 8080}, expect: {version: {header: X-Relay-Version}}}
          """
              .formatted(well));
      CheckStatus failed = awaitCheck("every", CheckOutcome.Failed);
      assertThat(failed.message())
          .isEqualTo(
              "X-Relay-Version: 0.2.0 expected, found 0.1.0 on 1 of 3 endpoints: " + address);
      assertThat(scene.service("core", "relay").phase()).isEqualTo(Phase.Failed);
      assertThat(awaitCheck("own", CheckOutcome.Passed).took()).isNotNull();
      assertThat(awaitCheck("port", CheckOutcome.Passed).at()).isNotNull();

      scene.kubectl("delete", "pod", "stale", "--grace-period=0", "--force");
      scene.kubectl("annotate", "rr", "core", "--overwrite", "releaserecord.dev/retry=1");
      scene.awaitReady("core");
      AuditLog.Mark mark = scene.audit().mark();
      scene.kubectl("rollout", "restart", "deployment/relay");
      scene.kubectl("rollout", "status", "deployment/relay", "--timeout=60s");
      scene.awaitReady("core");
      assertThat(scene.requestsSince(mark)).noneMatch(it -> it.resource().contains("endpoint"));
    }
  }

  @Test
  void aJobHasToCompleteAndLeavesItsLastWordsIfItDoesNot() {
    if (scene.tryKubectl("get", "secret", "smoke").exitCode() != 0) {
      scene.kubectl("create", "secret", "generic", "smoke", "--from-literal=PASSWORD=" + SECRET);
    }
    deploy("0.2.0", 1);
    cronJob("good", "[crash, --code, \"0\", --word, fine]");
    cronJob("bad", "[crash, --code, \"3\", --word, \"no table users for " + SECRET + "\"]");
    try (LocalOperator _ = scene.operator()) {
      declare(
          """
          - {name: good, job: {cronJob: good}}
          - {name: bad, job: {cronJob: bad}}
          """);
      awaitCheck("good", CheckOutcome.Passed);
      CheckStatus failed = awaitCheck("bad", CheckOutcome.Failed);
      assertThat(failed.message())
          .contains("failed (BackoffLimitExceeded): exit code 3; last lines: no table users for")
          .doesNotContain(SECRET);
      Scene.eventually(() -> assertThat(jobs()).isEmpty());
    }
  }

  @Test
  void aJobIsFoundAgainByTheNextOperator() {
    if (scene.tryKubectl("get", "secret", "smoke").exitCode() != 0) {
      scene.kubectl("create", "secret", "generic", "smoke", "--from-literal=PASSWORD=" + SECRET);
    }
    deploy("0.2.0", 1);
    cronJob("slow", "[serve]");
    String uid;
    try (LocalOperator _ = scene.operator()) {
      declare("- {name: slow, timeout: 15s, job: {cronJob: slow}}\n");
      Scene.eventually(() -> assertThat(jobs()).hasSize(1));
      uid = jobs().getFirst().getMetadata().getUid();
    }
    AuditLog.Mark mark = scene.audit().mark();
    try (LocalOperator _ = scene.operator()) {
      CheckStatus failed = awaitCheck("slow", CheckOutcome.Failed);
      assertThat(failed.message()).contains("started and did not complete in time");
      assertThat(scene.requestsSince(mark))
          .noneMatch(it -> it.resource().equals("jobs") && it.verb().equals("create"));
      Scene.eventually(() -> assertThat(jobs()).isEmpty());
    }
    assertThat(uid).isNotEmpty();
  }
}
