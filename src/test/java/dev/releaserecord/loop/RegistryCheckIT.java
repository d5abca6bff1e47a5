package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.ServiceWarning;
import dev.releaserecord.check.registry.LocalRegistry;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.OperatorProcess;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.image.Digest;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The registry of the node and one that wants a password are asked before anything is pinned; the
 * password comes out of the operator nowhere, not even with every logger wide open.
 */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryCheckIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = Canary.value("registry");

  /** Of that password, as the registry wants it (bcrypt). */
  private static final String ALICE =
      "alice:$2y$05$abcdefghijklmnopqrstuufk/.pRa9NEjeA.2Xmh3vONS50k0rMXW";

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
  private LocalRegistry locked;
  private OperatorProcess operator;
  private Digest image;
  private Digest index;

  @SuppressWarnings("NullAway.Init") // before the first test
  RegistryCheckIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  private String open(String seed) {
    return scene.cluster().image("registry-check/app", seed);
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    try (LocalRegistry unlocked = LocalRegistry.start(folder, "", "")) {
      image = unlocked.push("team/app");
      index = unlocked.pushIndex("team/app", "amd64");
    }
    locked = LocalRegistry.start(folder, LocalRegistry.basic(folder, ALICE), "");
    String node = open("1").substring(0, open("1").indexOf('/'));
    Path logging = Files.writeString(folder.resolve("everything.xml"), EVERYTHING);
    operator =
        OperatorProcess.start(
            OperatorProcess.Options.with(
                    scene.cluster().kubeconfig(),
                    "--namespace",
                    scene.namespace(),
                    "--no-leader-elect",
                    "--log-level",
                    "trace",
                    "--plain-http-registry",
                    node + "," + locked.host())
                .environment(
                    Map.of(
                        "JAVA_OPTS",
                        "-XX:TieredStopAtLevel=1 -Dlogback.configurationFile=" + logging)));
  }

  @AfterAll
  void stop() {
    operator.close();
    locked.close();
  }

  private ServiceStatus await(String name, Phase phase, String cause) {
    Awaitility.await(name)
        .atMost(PATIENCE)
        .pollInterval(Scene.POLL)
        .untilAsserted(
            () -> {
              ServiceStatus status = scene.service(name, name);
              assertThat(status.phase()).as("%s", status).isEqualTo(phase);
              assertThat(status.cause()).isEqualTo(cause.isEmpty() ? null : cause);
            });
    return scene.service(name, name);
  }

  private Condition condition(String name) {
    return scene.condition(name, "ImagesAvailable").orElseThrow();
  }

  private void apply(String name, String mode, String pinned) {
    int at = pinned.indexOf('@');
    scene.apply(
        record(
            name,
            """
            registryCheck: %s
            services:
            - {name: %s, image: "%s", digest: "%s"}
            """
                .formatted(mode, name, pinned.substring(0, at), pinned.substring(at + 1))));
  }

  @Test
  void anAbsentOneIsNotPinnedAndOneThatIsThereIs() {
    String first = open("1");
    scene.apply(deployment("enforced", first));
    String absent = first.substring(0, first.indexOf('@') + 1) + digest("nowhere");
    apply("enforced", "Enforce", absent);
    assertThat(await("enforced", Phase.Blocked, "ImageNotFound").message())
        .startsWith(absent + ": registry ")
        .contains(" answered 404: it has no such image; push it");
    assertThat(scene.image("enforced")).isEqualTo(first);
    assertThat(condition("enforced")).returns("False", Condition::getStatus);

    String second = open("2");
    apply("enforced", "Enforce", second);
    await("enforced", Phase.Verified, "");
    assertThat(scene.image("enforced")).isEqualTo(second);
    assertThat(condition("enforced")).returns("True", Condition::getStatus);
  }

  @Test
  void aWarningIsGivenAndItIsPinned() {
    String first = open("1");
    scene.apply(deployment("warned", first));
    String absent = first.substring(0, first.indexOf('@') + 1) + digest("nowhere");
    apply("warned", "Warn", absent);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(scene.image("warned")).isEqualTo(absent));
    Scene.eventually(
        () ->
            assertThat(scene.service("warned", "warned").warnings())
                .extracting(ServiceWarning::reason)
                .contains("ImageUnavailable"));
    assertThat(condition("warned")).returns("False", Condition::getStatus);
  }

  /** A node without a kubelet will do; nothing else bears its taint. */
  @Test
  void oneThatFitsSomeNodesOnlyIsPinnedAndWarnedOf() {
    String other = "arm-" + scene.namespace();
    String node =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s, labels: {kubernetes.io/os: linux, kubernetes.io/arch: arm64}}
        spec: {taints: [{key: team, value: arm, effect: NoSchedule}]}
        """
            .formatted(other);
    scene.kubectl("apply", "--filename=" + scene.file(node));
    try {
      secret("regcred", "alice");
      String tolerant =
          "imagePullSecrets: [{name: regcred}]\ntolerations: [{key: team, operator: Exists}]";
      scene.apply(deployment("partial", 1, pulling("partial", open("1"), tolerant)));
      String wanted = locked.host() + "/team/app@" + index;
      apply("partial", "Enforce", wanted);
      awaitImage("partial", wanted);
      Scene.eventually(
          () ->
              assertThat(scene.service("partial", "partial").warnings())
                  .filteredOn(it -> it.reason().equals("ImagePlatformMissing"))
                  .extracting(ServiceWarning::message)
                  .singleElement()
                  .asString()
                  .contains("is built for linux/amd64, and pods of Deployment/partial may also run")
                  .contains("on node " + other + " (linux/arm64), where they would not start"));
      assertThat(condition("partial")).returns("True", Condition::getStatus);
    } finally {
      scene.kubectl("delete", "node", other);
    }
  }

  private void secret(String name, String user) {
    scene.tryKubectl("delete", "secret", name);
    scene.kubectl(
        "create",
        "secret",
        "docker-registry",
        name,
        "--docker-server=" + locked.host(),
        "--docker-username=" + user,
        "--docker-password=" + PASSWORD);
  }

  private static String pulling(String name, String image, String more) {
    return """
    terminationGracePeriodSeconds: 0
    %s
    containers:
    - {name: %s, image: "%s"}
    """
        .formatted(more, name, image);
  }

  @Test
  void thePullSecretsDecideAndNothingOfThemComesOut() {
    String wanted = locked.host() + "/team/app@" + image;
    secret("regcred", "mallory");
    scene.apply(
        deployment("named", 1, pulling("named", open("1"), "imagePullSecrets: [{name: regcred}]")));
    apply("named", "Enforce", wanted);
    assertThat(await("named", Phase.Blocked, "ImagePullUnauthorized").message())
        .contains("answered 401 to the credentials of Secret regcred; mend them");
    assertThat(condition("named").getMessage()).startsWith("named: " + wanted);

    secret("regcred", "alice");
    awaitImage("named", wanted);

    scene.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: puller}
        imagePullSecrets: [{name: regcred}]
        """,
        deployment("account", 1, pulling("account", open("1"), "serviceAccountName: puller")));
    apply("account", "Enforce", wanted);
    awaitImage("account", wanted);

    scene.apply(deployment("nobody", open("1")));
    apply("nobody", "Enforce", wanted);
    assertThat(await("nobody", Phase.Blocked, "ImagePullUnauthorized").message())
        .contains("no pull secret has any for it");
    assertNothingCameOut();
  }

  private void awaitImage(String name, String image) {
    Awaitility.await(name)
        .atMost(PATIENCE)
        .pollInterval(Scene.POLL)
        .untilAsserted(
            () ->
                assertThat(scene.image(name)).as("%s", scene.service(name, name)).isEqualTo(image));
  }

  private void assertNothingCameOut() {
    assertThat(Canary.in(scene.kubectl("get", "secret", "regcred", "-o", "yaml"))).isNotEmpty();
    assertThat(operator.log())
        .contains("DEBUG dev.releaserecord.check.registry", "DEBUG io.fabric8.");
    assertThat(Canary.in(operator.log())).as("the log: %s", operator.logFile()).isEmpty();
    var metrics = operator.get("/metrics");
    assertThat(Canary.in(metrics.body())).isEmpty();
    var records =
        scene.client().resources(ReleaseRecord.class).inNamespace(scene.namespace()).list();
    records.getItems().forEach(this::assertClean);
    scene.client().events().v1().events().inNamespace(scene.namespace()).list().getItems().stream()
        .filter(RegistryCheckIT::ours)
        .forEach(this::assertClean);
  }

  private static boolean ours(Event event) {
    return "releaserecord.dev/release-operator".equals(event.getReportingController());
  }

  private void assertClean(Object object) {
    String json = scene.client().getKubernetesSerialization().asJson(object);
    assertThat(Canary.in(json)).as(json).isEmpty();
  }
}
