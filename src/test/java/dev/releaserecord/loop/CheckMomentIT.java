package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When checks are asked: before a restart, after a rollout, and after all services. */
@NeedsKwok
class CheckMomentIT {

  private static final Duration QUIET = Duration.ofSeconds(2);

  private final Scene scene;

  CheckMomentIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  /** Each test has an operator of its own, which must not find the records of another. */
  @AfterEach
  void deleteTheRecords() {
    scene.kubectl("delete", "rr,deployments,cronjobs,secrets", "--all", "--timeout=20s");
  }

  private static String http(Witness witness) {
    return "{name: answers, timeout: 1s, http: {url: \"" + witness.url() + "\"}}";
  }

  private void password(String value) {
    scene.apply(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {PASS: %s}\n"
            .formatted(value));
  }

  private void taking(String name) {
    scene.apply(
        deployment(
            name,
            1,
            """
            terminationGracePeriodSeconds: 0
            containers:
            - name: %1$s
              image: "registry.example.com/team/%1$s:1"
              envFrom: [{secretRef: {name: db}}]
            """
                .formatted(name)));
  }

  private Map<String, String> notes(String name) {
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
    return annotations == null ? Map.of() : annotations;
  }

  private void retry(String value) {
    scene.kubectl("annotate", "rr", "core", "--overwrite", "releaserecord.dev/retry=" + value);
  }

  @Test
  void aRotationRestartsNobodyBeforeTheCheckHasPassed() {
    password("heron-lake-0001");
    taking("users");
    try (Witness witness = Witness.answering(500);
        LocalOperator operator = scene.operator()) {
      scene.apply(
          record(
              "core",
              """
              settle: 0s
              secrets: [{name: db}]
              services:
              - name: users
                digest: "%s"
                checks: [{name: answers, timeout: 1s, when: [BeforeRestart], http: {url: "%s"}}]
              """
                  .formatted(digest("1"), witness.url())));
      scene.awaitReady("core");
      assertThat(witness.asked()).as("nothing is to be restarted").isZero();

      password("heron-lake-0002");
      assertThat(scene.awaitPhase("core", "users", Phase.Blocked, "RotationUnproven").message())
          .contains("check answers failed", "500");
      assertThat(scene.service("core", "users").checks())
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.when()).isEqualTo(CheckMoment.BeforeRestart);
                assertThat(row.outcome()).isEqualTo(CheckOutcome.Failed);
              });
      Scene.always(
          QUIET,
          () -> assertThat(notes("users")).doesNotContainKey("releaserecord.dev/restarted-for"));
      assertThat(checks(operator, "Failed")).isEqualTo(1);

      witness.answers(200);
      retry("1");
      Scene.eventually(
          () -> assertThat(notes("users")).containsKey("releaserecord.dev/restarted-for"));
      scene.awaitReady("core");
      assertThat(checks(operator, "Passed")).isEqualTo(1);
      // The pod that goes is seen to go by another watch than the Deployment that is done with it.
      Scene.eventually(
          () ->
              assertThat(scene.service("core", "users").secrets().getFirst().stalePods()).isZero());
    }
  }

  private static double checks(LocalOperator operator, String outcome) {
    return operator.metric(
        "releaserecord_checks_total", "name=\"core\"", "outcome=\"" + outcome + "\"");
  }

  private static String two(String users, String certs, String check) {
    return record(
        "core",
        """
        settle: 0s
        checks: [%s]
        services:
        - {name: users, digest: "%s"}
        - {name: certs, digest: "%s"%s}
        """
            .formatted(
                check,
                digest(users),
                digest("1"),
                certs.isEmpty() ? "" : ", hold: {reason: " + certs + "}"));
  }

  private List<CheckStatus> ofTheRecord() {
    return scene.status("core").checks();
  }

  @Test
  void thoseOfTheRecordAreAskedAfterAllServicesAndOnceForWhatRuns() {
    scene.apply(
        deployment("users", "registry.example.com/team/users:1"),
        deployment("certs", "registry.example.com/team/certs:1"));
    try (Witness witness = Witness.answering(500);
        LocalOperator operator = scene.operator()) {
      scene.apply(two("1", "wait", http(witness)));
      scene.awaitPhase("core", "users", Phase.Verified, "");
      scene.awaitPhase("core", "certs", Phase.Held, "");
      Scene.always(QUIET, () -> assertThat(witness.asked()).as("certs is held").isZero());

      scene.apply(two("1", "", http(witness)));
      Scene.eventually(
          () ->
              assertThat(ofTheRecord())
                  .extracting(CheckStatus::outcome)
                  .containsExactly(CheckOutcome.Failed));
      assertThat(scene.service("core", "users").phase()).isEqualTo(Phase.Verified);
      assertThat(scene.service("core", "certs").phase()).isEqualTo(Phase.Verified);
      assertThat(scene.condition("core", "Ready").orElseThrow().getReason()).isEqualTo("Failed");
      assertThat(scene.condition("core", "ChecksPassed").orElseThrow().getStatus())
          .isEqualTo("False");
      assertThat(scene.status("core").history()).as("what is not proven").isEmpty();

      witness.answers(200);
      retry("1");
      scene.awaitReady("core");
      assertThat(scene.status("core").history()).hasSize(1);
      assertThat(checks(operator, "Failed")).isEqualTo(1);
      assertThat(checks(operator, "Passed")).isEqualTo(1);
      askedAgainForAnotherDigestAlone(witness);
    }
  }

  private void askedAgainForAnotherDigestAlone(Witness witness) {
    int asked = witness.asked();
    scene.kubectl("rollout", "restart", "deployment/certs");
    scene.kubectl("scale", "deployment/users", "--replicas=2");
    scene.kubectl("rollout", "status", "deployment/certs", "--timeout=20s");
    scene.kubectl("rollout", "status", "deployment/users", "--timeout=20s");
    scene.awaitReady("core");
    Scene.always(QUIET, () -> assertThat(witness.asked()).isEqualTo(asked));

    scene.apply(two("2", "", http(witness)));
    scene.awaitReady("core");
    assertThat(witness.asked()).isEqualTo(asked + 1);
    assertThat(scene.status("core").history()).hasSize(2);
  }

  @Test
  void aJobOfTheRecordIsMadeOnceAndGoesWhenItsAnswerIsTold() {
    scene.apply(
        deployment("users", "registry.example.com/team/users:1"),
        deployment("certs", "registry.example.com/team/certs:1"),
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: smoke}
        spec:
          schedule: "0 0 1 1 *"
          suspend: true
          jobTemplate:
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: smoke, image: "registry.example.com/team/smoke:1"}]
        """);
    AuditLog.Mark mark = scene.audit().mark();
    try (LocalOperator _ = scene.operator()) {
      scene.apply(two("1", "", "{name: smoke, timeout: 30s, job: {cronJob: smoke}}"));
      scene.awaitReady("core");
      assertThat(ofTheRecord())
          .extracting(CheckStatus::outcome)
          .containsExactly(CheckOutcome.Passed);
      Scene.eventually(
          () ->
              assertThat(
                      scene
                          .client()
                          .batch()
                          .v1()
                          .jobs()
                          .inNamespace(scene.namespace())
                          .list()
                          .getItems())
                  .isEmpty());
    }
    assertThat(scene.requestsSince(mark))
        .filteredOn(it -> it.resource().equals("jobs") && it.verb().equals("create"))
        .hasSize(1);
  }
}
