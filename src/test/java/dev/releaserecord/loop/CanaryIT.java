package dev.releaserecord.loop;

import static dev.releaserecord.loop.CanaryManifests.ECHOED;
import static dev.releaserecord.loop.CanaryManifests.SECRET;
import static dev.releaserecord.loop.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.OperatorProcess;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.loop.EchoingApi.Fault;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever breaks, and whatever the API server quotes in its answers: no value of a Secret, and
 * nothing that looks like one, comes out of the operator, not even with every logger wide open.
 */
@NeedsNode
class CanaryIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** More than the client itself tries again; the records go on after them. */
  private static final int OFTEN = 4;

  private static final String EVERYTHING =
      """
      <configuration>
        <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
          <target>System.err</target>
          <encoder><pattern>%level %logger %msg%n</pattern></encoder>
        </appender>
        <root level="TRACE"><appender-ref ref="all"/></root>
      </configuration>
      """;

  private final Scene scene;
  private final CanaryManifests manifests;
  private final StringBuilder scraped = new StringBuilder();

  CanaryIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.manifests = new CanaryManifests(cluster);
  }

  private void putSecrets() {
    scene.kubectl("create", "secret", "generic", "kept", "--from-literal=VALUE=" + SECRET);
    rotate(0);
    scene.apply(CanaryManifests.spinning(0));
  }

  private void rotate(int number) {
    scene.apply(CanaryManifests.turning(number));
  }

  private List<Fault> faults() {
    return List.of(
        Fault.of("PATCH .*/deployments/echo400.*", 400, 1),
        Fault.of("PATCH .*/deployments/echo422.*", 422, 2),
        Fault.of("PATCH .*/deployments/echo500.*", 500, OFTEN),
        Fault.of("PATCH .*/deployments/restarted.*", 422, 1),
        Fault.of("PATCH .*/releaserecords/canary/status.*", 500, OFTEN),
        Fault.of("PATCH .*/releaserecords/canary/status.*", 422, 1),
        Fault.of("POST .*/events.*", 422, 2),
        Fault.of("GET .*/secrets/kept.*", 500, OFTEN),
        Fault.of("GET .*/pods/rotated-[^/]*/log.*", 500, 1),
        Fault.of("GET .*/secrets\\?.*", 500, OFTEN),
        Fault.of("GET .*/configmaps\\?.*", 500, OFTEN),
        Fault.of("GET .*/replicasets\\?.*", 500, OFTEN),
        Fault.of("GET .*/pods\\?.*", 500, OFTEN));
  }

  @Test
  void noSecretComesOut(@TempDir Path folder) throws IOException {
    putSecrets();
    manifests.pods().forEach((name, pod) -> scene.apply(deployment(name, 1, pod)));
    ECHOED.forEach(name -> scene.apply(deployment(name, 1, manifests.pinned())));
    Path logging = Files.writeString(folder.resolve("everything.xml"), EVERYTHING);
    try (EchoingApi api =
            new EchoingApi(
                scene.client(), "env PLAIN=" + Canary.value("echo").replace("\\", ""), faults());
        Recorder<ReleaseRecord> records =
            Recorder.of(
                scene.client().resources(ReleaseRecord.class).inNamespace(scene.namespace()));
        Recorder<Event> events =
            Recorder.of(scene.client().events().v1().events().inNamespace(scene.namespace()));
        OperatorProcess operator =
            start(Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig()), logging)) {
      scene.apply(manifests.record());
      provoke(operator, api);
      assertThat(operator.isAlive()).isTrue();
      operator.stop();

      proveThatItWouldBeFound(operator.log());
      assertThat(Canary.in(operator.log())).as("the log: %s", operator.logFile()).isEmpty();
      assertThat(scraped).contains("releaserecord_stuck");
      assertThat(Canary.in(scraped.toString())).as("what it says over HTTP").isEmpty();
      assertThat(records.all()).hasSizeGreaterThan(3).allSatisfy(it -> assertClean(it.object()));
      assertThat(events.all().stream().filter(it -> ours(it.object())))
          .hasSizeGreaterThan(3)
          .allSatisfy(it -> assertClean(it.object()));
    }
  }

  private OperatorProcess start(Path kubeconfig, Path logging) {
    return OperatorProcess.start(
        OperatorProcess.Options.with(
                kubeconfig,
                "--namespace",
                scene.namespace(),
                "--no-leader-elect",
                "--log-level",
                "trace")
            .environment(
                Map.of(
                    "JAVA_OPTS",
                    "-XX:TieredStopAtLevel=1 -Dlogback.configurationFile=" + logging)));
  }

  /** Until everything that can go wrong has done so and was said. */
  private void provoke(OperatorProcess operator, EchoingApi api) {
    AtomicInteger rotations = new AtomicInteger();
    awaitCause(operator, "crashing", Phase.Stuck, "CrashLoop");
    awaitCause(operator, "keyless", Phase.Stuck, "MissingSecretKey");
    awaitCause(operator, "unstartable", Phase.Stuck, "StartError");
    await("the end of a run whose Secret has changed")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              rotate(rotations.incrementAndGet());
              assertThat(evidence("rotated")).isTrue();
            });
    awaitCause(operator, "probed", Phase.RollingOut, "ProbeFailing");
    awaitRestart();
    for (String name : ECHOED) {
      await(name)
          .atMost(PATIENCE)
          .until(
              () ->
                  ('"' + scene.image("Deployment", name, "app") + '"')
                      .equals(manifests.image("1")));
    }
    await("the log of the crash")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(scene.service("canary", "crashing").workloads().getFirst().evidence())
                    .isNotNull()
                    .satisfies(it -> assertThat(it.log()).contains("panic: it does not work")));
    await("the verdict on the values")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(scene.condition("canary", "SecretsVerified"))
                  .map(Condition::getStatus)
                  .hasValue("False");
              assertThat(scene.service("canary", "probed").secrets())
                  .flatExtracting(SecretStatus::malformed)
                  .containsExactly("VALUE");
            });
    await("every fault was met")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(api.unmet()).isEmpty());
    scrape(operator);
  }

  private void awaitCause(OperatorProcess operator, String service, Phase phase, String cause) {
    await(service)
        .atMost(PATIENCE)
        .pollInterval(Scene.POLL)
        .failFast("it ended; its log: " + operator.logFile(), () -> !operator.isAlive())
        .untilAsserted(
            () -> {
              ServiceStatus status = scene.service("canary", service);
              assertThat(status.cause()).as(status.message()).isEqualTo(cause);
              assertThat(status.phase()).isEqualTo(phase);
            });
    scrape(operator);
  }

  private void awaitRestart() {
    awaitSpun(0);
    scene.apply(CanaryManifests.spinning(1));
    awaitSpun(1);
    assertThat(
            scene.kubectl(
                "get",
                "deployment",
                "restarted",
                "-o",
                "jsonpath={.spec.template.metadata.annotations}"))
        .contains("releaserecord.dev/restarted-for");
  }

  /** Its pods have what was written last, and that was so often. */
  private void awaitSpun(int times) {
    await("restarted " + times)
        .atMost(PATIENCE)
        .pollInterval(Scene.POLL)
        .untilAsserted(
            () -> {
              ServiceStatus status = scene.service("canary", "restarted");
              assertThat(status.phase()).as(status.message()).isEqualTo(Phase.Verified);
              assertThat(status.secrets()).extracting(SecretStatus::stalePods).containsExactly(0);
              assertThat(status.secrets().getFirst().changedAt() != null).isEqualTo(times > 0);
            });
  }

  private boolean evidence(String service) {
    return scene.service("canary", service).workloads().getFirst().evidence() != null;
  }

  private void scrape(OperatorProcess operator) {
    for (String path : List.of("/metrics", "/healthz", "/readyz")) {
      var answer = operator.get(path);
      scraped.append(answer.body()).append(answer.headers());
    }
  }

  private static boolean ours(Event event) {
    return "releaserecord.dev/release-operator".equals(event.getReportingController());
  }

  private void assertClean(Object object) {
    String json = scene.client().getKubernetesSerialization().asJson(object);
    assertThat(Canary.in(json)).as(json).isEmpty();
  }

  /**
   * The search finds what is there, every logger talked, and the logs that were read had it all.
   */
  private void proveThatItWouldBeFound(String operatorLog) {
    assertThat(Canary.in(scene.kubectl("get", "secret", "kept", "-o", "yaml"))).isNotEmpty();
    assertThat(Canary.in(scene.kubectl("get", "deployment", "probed", "-o", "yaml"))).isNotEmpty();
    assertThat(Canary.in(scene.kubectl("get", "events"))).as("a probe's words").isNotEmpty();
    assertThat(Canary.in(Canary.hex(SECRET))).isNotEmpty();
    assertThat(Canary.in(Canary.inUrl(SECRET))).isNotEmpty();
    for (String before : List.of("", "a", "ab")) {
      assertThat(Canary.in(Canary.base64(before + SECRET))).as(before).isNotEmpty();
    }
    assertThat(operatorLog)
        .contains("DEBUG io.fabric8.", "DEBUG io.javaoperatorsdk.", "INFO dev.releaserecord.")
        .doesNotContain("HttpLoggingInterceptor");
  }
}
