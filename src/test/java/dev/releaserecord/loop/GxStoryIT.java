package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The last page of the fourth diary is a table of nine services with their versions, written by
 * hand. Here, on its sample, every replica is asked, and one service of the nine was built from an
 * old tree.
 */
@NeedsNode
class GxStoryIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String RECORD = "mainnet";
  private static final String VERSION = "2.1.0";
  private static final String OLD = "2.0.9";
  private static final String STALE = "svc-tax";
  private static final Pattern DEPLOYED = Pattern.compile("image: gx-protocol/(\\S+):" + OLD);
  private static final Pattern DECLARED =
      Pattern.compile("(name: (\\S+)\\s+version: \"" + VERSION + "\"\\s+digest: )sha256:\\w+");

  private final Scene scene;
  private final Sample sample;
  private final Map<String, String> images = new HashMap<>();

  GxStoryIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.sample = new Sample(scene, "gx");
  }

  @BeforeEach
  void theNodeIsOfTheMainNet() {
    scene.kubectl("label", "nodes", "--all", "gx-net=mainnet");
  }

  @AfterEach
  void deleteWhatRuns() {
    scene.kubectl("delete", "rr,deployments", "--all", "--timeout=30s");
    scene.kubectl("label", "nodes", "--all", "gx-net-");
  }

  @Test
  void everyReplicaOfNineServicesIsAskedForItsVersion() {
    sample.applyText(deployed());
    sample.applyText(declared(OLD));
    try (PodOperator operator = PodOperator.start(scene, "components/nodes")) {
      await("one of nine says another version")
          .atMost(PATIENCE)
          .pollInterval(Scene.POLL)
          .untilAsserted(
              () -> {
                assertThat(scene.status(RECORD).services())
                    .filteredOn(it -> it.phase() == Phase.Verified)
                    .hasSize(8);
                assertThat(scene.service(RECORD, STALE).phase()).isEqualTo(Phase.Failed);
              });
      assertThat(scene.service(RECORD, STALE).checks())
          .singleElement()
          .extracting(CheckStatus::message)
          .asString()
          .startsWith("X-Relay-Version: " + VERSION + " expected, found " + OLD)
          .contains(" on 2 of 2 endpoints: ");
      assertThat(scene.status(RECORD).summary()).startsWith("8/9 verified; " + STALE + ": ");

      assertThat(row()).contains("8/9", "Failed");
      assertThat(scene.condition(RECORD, "ChecksPassed").orElseThrow().getStatus())
          .isEqualTo("False");
      assertThat(scene.events("ReleaseRecord", RECORD, "CheckFailed")).isNotEmpty();
      assertVerified(operator, 8);

      sample.applyText(declared(VERSION));
      scene.awaitReady(RECORD);
      assertVerified(operator, 9);
      operator.assertNothingWentWrong();
    }
    assertThat(scene.status(RECORD).services())
        .hasSize(9)
        .allMatch(it -> VERSION.equals(it.version()))
        .flatExtracting(ServiceStatus::checks)
        .extracting(CheckStatus::outcome)
        .containsOnly(CheckOutcome.Passed);
    assertThat(row()).contains("9/9", "Verified");
  }

  private static void assertVerified(PodOperator operator, int services) {
    Scene.eventually(
        () ->
            assertThat(operator.metric("releaserecord_services", "phase=\"Verified\""))
                .isEqualTo(services));
  }

  private String row() {
    return scene.kubectl("get", "rr", RECORD, "--no-headers");
  }

  /** The workloads of the sample, as its record has pinned them; this cluster pulls. */
  private String deployed() {
    return DEPLOYED
        .matcher(sample.text("services.yaml"))
        .replaceAll(it -> "image: \"" + built(it.group(1), OLD) + "\"")
        .replace("imagePullPolicy: Never", "imagePullPolicy: IfNotPresent");
  }

  /**
   * The record of the sample.
   *
   * @param stale what the program of the one service says
   */
  private String declared(String stale) {
    String registry = built(STALE, OLD).replaceFirst("/" + STALE + "@.*", "");
    return DECLARED
        .matcher(sample.text("record-versions.yaml"))
        .replaceAll(it -> it.group(1) + built(it.group(2), stale).replaceFirst(".*@", ""))
        .replace("imagePrefix: gx-protocol", "imagePrefix: " + registry);
  }

  private String built(String service, String stale) {
    return image(service, service.equals(STALE) ? stale : VERSION);
  }

  /** Its program answers with that version. */
  private String image(String service, String version) {
    return images.computeIfAbsent(
        service + ":" + version, _ -> scene.cluster().image("gx-protocol/" + service, version));
  }
}
