package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The diary of GX up to its last page, on its sample: images that are carried to the nodes by hand,
 * and a claim that nobody has made. {@link GxStoryIT} is the last page.
 *
 * <p>It takes two nodes, of which one has the images before the other; a machine has room for one
 * real one. So the operator is no pod here, as it is in the other stories.
 */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GxNodesStoryIT {

  private static final String RECORD = "mainnet";
  private static final String FIRST = "node5";
  private static final String LAST = "node6";
  private static final Pattern BUILT = Pattern.compile("- name: (\\S+)[^#]*?digest: (sha256:\\w+)");

  private final Scene scene;
  private final Sample sample;
  private final Kubelets kubelets;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  GxNodesStoryIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.sample = new Sample(scene, "gx");
    this.kubelets = new Kubelets(scene);
  }

  @BeforeAll
  void startTheOperator() {
    scene.kubectl("label", "node", FIRST, LAST, "gx-net=mainnet");
    String volume = Manifests.volume(scene.namespace(), "prometheus-pvc", "10Gi");
    scene.kubectl("apply", "-f", scene.file(volume).toString());
    operator = scene.operator();
  }

  @AfterAll
  void leaveTheNodesAsTheyWere() {
    operator.close();
    kubelets.holds(FIRST);
    kubelets.holds(LAST);
    scene.kubectl("label", "node", FIRST, LAST, "gx-net-");
    scene.kubectl("delete", "pv", scene.namespace() + "-prometheus-pvc", "--wait=false");
  }

  @Test
  void nineServicesArePinnedOnceTheirImagesAreOnTheNodes() {
    sample.apply("services.yaml");
    sample.apply("record.yaml");
    everyServiceNamesTheNodes(FIRST + ", " + LAST);
    assertThat(row()).contains("0/9", "Blocked", "svc-identity and 8 more: image not on node");
    assertThat(condition("ImagesPinned")).isEqualTo("False NotAllPinned");
    assertThat(scene.image("svc-tax")).isEqualTo("gx-protocol/svc-tax:2.0.9");

    kubelets.holds(FIRST, built());
    everyServiceNamesTheNodes(LAST);
    kubelets.holds(LAST, built());
    scene.awaitReady(RECORD);
    assertThat(row()).contains("9/9", "Verified", "9/9 verified");
    assertThat(table())
        .hasLineCount(9)
        .startsWith("svc-identity\t3/3\t2.1.0\tVerified\n")
        .contains("svc-tax\t2/2\t2.1.0\tVerified\n", "projector\t1/1\t2.1.0\tVerified\n");
    assertThat(scene.kubectl("get", "pods", "--no-headers"))
        .hasLineCount(22)
        .doesNotContain("ErrImageNeverPull");
    assertThat(operator.metric("releaserecord_services", "phase=\"Verified\"")).isEqualTo(9);
    assertThat(scene.events("ReleaseRecord", RECORD, "Pinned")).isNotEmpty();
  }

  @Test
  void aClaimThatDoesNotExistIsNamed() {
    sample.apply("monitoring.yaml");
    ServiceStatus stuck =
        scene.awaitPhase("monitoring", "prometheus", Phase.Stuck, "VolumeNotFound");
    assertThat(stuck.message())
        .contains("PersistentVolumeClaim prometheus-storage, which does not exist");
    assertThat(scene.kubectl("get", "rr", "monitoring", "--no-headers"))
        .contains("0/1", "1/1", "Stuck", "prometheus: volume not found");
    Scene.eventually(
        () ->
            assertThat(operator.metric("releaserecord_stuck", "cause=\"VolumeNotFound\""))
                .isEqualTo(1));

    String claim = "/spec/template/spec/volumes/0/persistentVolumeClaim/claimName";
    scene.kubectl(
        "patch",
        "statefulset/prometheus",
        "--type=json",
        "-p=[{\"op\":\"replace\",\"path\":\"" + claim + "\",\"value\":\"prometheus-pvc\"}]");
    scene.awaitReady("monitoring");
    assertThat(scene.kubectl("get", "rr", "monitoring", "--no-headers")).contains("Verified");
    assertThat(scene.events("StatefulSet", "prometheus", "Cleared"))
        .as("the pod of the old template, for which it would wait")
        .hasSize(1);
  }

  private void everyServiceNamesTheNodes(String nodes) {
    Scene.eventually(
        () ->
            assertThat(scene.status(RECORD).services())
                .hasSize(9)
                .allSatisfy(
                    it -> {
                      assertThat(it.phase()).isEqualTo(Phase.Blocked);
                      assertThat(it.cause()).isEqualTo("ImageNotOnNode");
                      assertThat(it.message())
                          .contains(" is not on node " + nodes + ", where its pods may run")
                          .contains("--base-name docker.io/gx-protocol/" + it.name() + " FILE");
                    }));
  }

  /** As kubelets tell of it: by the name in full. */
  private String[] built() {
    return Stream.concat(
            BUILT
                .matcher(sample.text("record.yaml"))
                .results()
                .map(it -> "docker.io/gx-protocol/" + it.group(1) + "@" + it.group(2)),
            Stream.of("docker.io/library/other:1"))
        .toArray(String[]::new);
  }

  /** As the comment in the sample says. */
  private String table() {
    String rows = "{range .status.services[*]}{.name}{\"\\t\"}{.ready}{\"\\t\"}{.version}{\"\\t\"}";
    return scene.kubectl("get", "rr", RECORD, "-o", "jsonpath=" + rows + "{.phase}{\"\\n\"}{end}");
  }

  private String row() {
    return scene.kubectl("get", "rr", RECORD, "--no-headers");
  }

  private String condition(String type) {
    Condition condition = scene.condition(RECORD, type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason();
  }
}
