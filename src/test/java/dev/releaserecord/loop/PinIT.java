package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.cronJob;
import static dev.releaserecord.loop.Manifests.daemonSet;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Manifests.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a record declares, its workloads run. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PinIT {

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  PinIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @BeforeAll
  void startTheOperator() {
    operator = scene.operator();
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
  }

  @Test
  void everyKindAndEveryRoleOfContainerIsPinned() {
    scene.apply(
        deployment(
            "kinds-web",
            2,
            """
            terminationGracePeriodSeconds: 0
            initContainers:
            - {name: migrate, image: "registry.example.com/team/kinds-web:1"}
            - {name: proxy, image: "registry.example.com/team/kinds-web:1", restartPolicy: Always}
            - {name: wait, image: "registry.example.com/tools/wait:1"}
            containers:
            - {name: logs, image: "registry.example.com/tools/logs:1"}
            - {name: web, image: "registry.example.com/team/kinds-web:1"}
            """),
        statefulSet("kinds-queue", 2, containers("queue", "registry.example.com/team/kinds-queue")),
        daemonSet("kinds-agent", containers("agent", "registry.example.com/team/kinds-agent:old")),
        cronJob("kinds-night", containers("night", "registry.example.com/team/kinds-night:old")));
    AuditLog.Mark mark = scene.audit().mark();
    scene.apply(
        record(
            "kinds",
            """
            services:
            - {name: kinds-web, digest: "%s"}
            - {name: kinds-queue, digest: "%s", workloads: [{kind: StatefulSet, name: kinds-queue}]}
            - {name: kinds-agent, digest: "%s", workloads: [{kind: DaemonSet, name: kinds-agent}]}
            - {name: kinds-night, digest: "%s", workloads: [{kind: CronJob, name: kinds-night}]}
            """
                .formatted(digest("web"), digest("queue"), digest("agent"), digest("night"))));
    scene.awaitReady("kinds");

    for (String container : List.of("migrate", "proxy", "web")) {
      assertThat(scene.image("Deployment", "kinds-web", container))
          .isEqualTo(image("kinds-web", "web"));
    }
    assertThat(scene.image("Deployment", "kinds-web", "wait")).endsWith("tools/wait:1");
    assertThat(scene.image("Deployment", "kinds-web", "logs")).endsWith("tools/logs:1");
    assertThat(scene.image("StatefulSet", "kinds-queue", "queue"))
        .isEqualTo(image("kinds-queue", "queue"));
    assertThat(scene.image("DaemonSet", "kinds-agent", "agent"))
        .isEqualTo(image("kinds-agent", "agent"));
    assertThat(scene.image("CronJob", "kinds-night", "night"))
        .isEqualTo(image("kinds-night", "night"));
    assertThat(scene.service("kinds", "kinds-web").ready()).isEqualTo("2/2");
    assertThat(scene.service("kinds", "kinds-night").ready()).isEqualTo("0/0");
    assertThat(scene.service("kinds", "kinds-web").workloads().getFirst().running())
        .containsExactly(digest("web"));
    assertThat(
            scene.requestsSince(mark).stream()
                .filter(request -> request.verb().equals("patch"))
                .map(AuditLog.Request::resource)
                .filter(resource -> !resource.startsWith("releaserecords")))
        .as("one patch per workload, the CronJob last")
        .hasSize(4)
        .last()
        .isEqualTo("cronjobs");
  }

  @Test
  void theDiarysMorning() throws Exception {
    for (String service : List.of("bootstrap", "provision", "users", "domains", "certs")) {
      scene.apply(
          deployment(
              service, service + "@IGEST_" + service.toUpperCase(java.util.Locale.ROOT) + "__"));
    }
    String two =
        """
        services:
        - {name: bootstrap, digest: "%s"}
        - {name: provision, digest: "%s"}
        - {name: users}
        - {name: domains}
        - {name: certs}
        """
            .formatted(digest("bootstrap"), digest("provision"));
    scene.apply(record("core", two));
    scene.awaitPhase("core", "bootstrap", Phase.Verified, "");
    scene.awaitPhase("core", "provision", Phase.Verified, "");
    for (String service : List.of("users", "domains", "certs")) {
      ServiceStatus stuck = scene.awaitPhase("core", service, Phase.Stuck, "UnresolvedPlaceholder");
      assertThat(stuck.message())
          .contains("@IGEST_" + service.toUpperCase(java.util.Locale.ROOT) + "__")
          .contains("declare a digest");
      assertThat(scene.image(service)).startsWith(service + "@IGEST_");
    }
    assertThat(scene.status("core").summary()).startsWith("2/5 verified");
    assertThat(scene.condition("core", "Ready").map(Condition::getReason)).hasValue("Stuck");

    String five = two;
    for (String service : List.of("users", "domains", "certs")) {
      five =
          five.replace(
              "{name: " + service + "}",
              "{name: %s, digest: \"%s\"}".formatted(service, digest(service)));
    }
    scene.apply(record("core", five));
    scene.awaitReady("core");
    assertThat(scene.status("core").summary()).isEqualTo("5/5 verified");
    assertThat(scene.status("core").services())
        .extracting(ServiceStatus::phase)
        .containsOnly(Phase.Verified);
    assertThat(scene.image("certs")).isEqualTo(image("certs", "certs"));
    assertThat(scene.kubectl("get", "rr", "core", "--no-headers"))
        .contains("5/5", "Verified", "5/5 verified");
  }

  @Test
  void imagesAreNamedByPrefixOrBorrowedFromAnotherService() {
    scene.apply(
        deployment("names-api", "registry.example.com/team/names-api:1"),
        deployment("names-worker", 1, containers("names-worker", "quay.example.com/else/api:1")),
        deployment("names-job", "other/repository:1"));
    scene.apply(
        record(
            "names",
            """
            services:
            - {name: names-api, digest: "%s", version: "1.4.0"}
            - {name: names-worker, image: quay.example.com/else/api, digest: "%s"}
            - {name: names-job, digestFrom: names-worker, workloads: [{name: names-job, containers: [names-job]}]}
            """
                .formatted(digest("api"), digest("worker"))));
    scene.awaitReady("names");
    assertThat(scene.image("names-api")).isEqualTo(image("names-api", "api"));
    assertThat(scene.image("names-worker"))
        .isEqualTo("quay.example.com/else/api@" + digest("worker"));
    assertThat(scene.image("names-job")).isEqualTo("quay.example.com/else/api@" + digest("worker"));
    assertThat(scene.service("names", "names-api").version()).isEqualTo("1.4.0");
    assertThat(scene.service("names", "names-api").image()).isEqualTo(image("names-api", "api"));
  }

  @Test
  void twoServicesOnOneWorkloadAreOnePatchAndOneRollout() {
    scene.apply(
        deployment(
            "both",
            1,
            """
            terminationGracePeriodSeconds: 0
            containers:
            - {name: app, image: "registry.example.com/team/both-app:1"}
            - {name: relay, image: "registry.example.com/team/both-relay:1"}
            """));
    scene.kubectl("rollout", "status", "deployment/both", "--timeout=30s");
    AuditLog.Mark mark = scene.audit().mark();
    scene.apply(
        record(
            "both",
            """
            services:
            - {name: both-app, digest: "%s", workloads: [{name: both}]}
            - {name: both-relay, digest: "%s", workloads: [{name: both}]}
            """
                .formatted(digest("app"), digest("relay"))));
    scene.awaitReady("both");
    assertThat(scene.image("Deployment", "both", "app")).isEqualTo(image("both-app", "app"));
    assertThat(scene.image("Deployment", "both", "relay")).isEqualTo(image("both-relay", "relay"));
    assertThat(scene.patchesSince(mark, "deployments", "both")).hasSize(1);
    assertThat(
            scene
                .client()
                .apps()
                .replicaSets()
                .inNamespace(scene.namespace())
                .withLabel("app", "both")
                .list()
                .getItems())
        .as("the one before and the one after")
        .hasSize(2);
  }

  @Test
  void verifiedIsSaidOnlyAfterTheSettleTime() {
    scene.apply(deployment("calm", "registry.example.com/team/calm:1"));
    try (var records =
        Recorder.of(scene.client().resources(ReleaseRecord.class).inNamespace(scene.namespace()))) {
      scene.apply(
          record(
              "settle",
              """
              settle: 4s
              services:
              - {name: calm, digest: "%s"}
              """
                  .formatted(digest("calm"))));
      scene.awaitReady("settle");
      Instant ready = podReady("calm");
      Instant verified =
          Instant.parse(scene.condition("settle", "Ready").orElseThrow().getLastTransitionTime());
      assertThat(Duration.between(ready, verified))
          .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(8));
      assertThat(records.of("settle"))
          .as("what it says meanwhile")
          .anySatisfy(
              revision ->
                  assertThat(Objects.requireNonNull(revision.object().getStatus()).services())
                      .anySatisfy(
                          service -> assertThat(service.message()).contains("watched for 4s")));
    }
  }

  private Instant podReady(String app) {
    Pod pod =
        scene
            .client()
            .pods()
            .inNamespace(scene.namespace())
            .withLabel("app", app)
            .list()
            .getItems()
            .stream()
            .filter(it -> it.getSpec().getContainers().getFirst().getImage().contains("@"))
            .findFirst()
            .orElseThrow();
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .map(condition -> Instant.parse(condition.getLastTransitionTime()))
        .findFirst()
        .orElseThrow();
  }
}
