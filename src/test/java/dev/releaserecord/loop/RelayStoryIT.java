package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.PlanRow;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.api.ServiceWarning;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The diary of the relay, on its sample: DaemonSets under {@code OnDelete} whose pods run an old
 * binary, which is found by its digest, and where no digest is declared by what it answers.
 */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayStoryIT {

  private static final String RECORD = "relay";
  private static final String REPOSITORY = "ghcr.io/clevertree/relay";
  private static final String TAGGED = REPOSITORY + ":sha-0d1c7aa";
  private static final String DECLARED =
      "sha256:39a4e17c05d2b68f9e1a7c3d5b0f4826e9d1c7a3b5f08e2d4c6a9b1f3e5d7082";

  private final Scene scene;
  private final Sample sample;
  private final Builds builds;
  private PodOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  RelayStoryIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.sample = new Sample(scene, "relay");
    this.builds = new Builds(scene, "clevertree/relay");
  }

  @BeforeAll
  void startTheOperator() {
    scene.kubectl("label", "nodes", "--all", "relay-dfw=yes", "relay-iad=yes");
    operator = PodOperator.start(scene);
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
    scene.kubectl("delete", "rr,daemonsets", "--all", "--timeout=30s");
    scene.kubectl("label", "nodes", "--all", "relay-dfw-", "relay-iad-");
  }

  @Test
  void whatIsStaleIsFoundAndReplacedPodByPod() {
    apply("daemonsets.yaml");
    Scene.eventually(() -> assertThat(pods()).hasSize(2).allMatch(Readiness::isPodReady));
    apply("record-first-look.yaml");
    oneIsStaleByItsDigest();
    theOtherByWhatItAnswers();
    apply("record.yaml");
    bothAreReplaced();
    theNextReleaseIsOneCommand();
  }

  /** Nothing is touched: the first look only tells. */
  private void oneIsStaleByItsDigest() {
    Pod old = pod("dfw");
    ServiceStatus stuck = scene.awaitPhase(RECORD, "relay", Phase.Stuck, "StaleRevision");
    String evict = "evict pod " + old.getMetadata().getName();
    assertThat(stuck.message())
        .contains("updateStrategy is OnDelete", "clearing.policy is Report; else: " + evict);
    assertThat(stuck.workloads().getFirst().running()).containsExactly(builds.digest("0.1.0"));
    assertThat(scene.status(RECORD).plan()).extracting(PlanRow::action).containsExactly(evict);
    assertThat(stuck.warnings())
        .singleElement()
        .satisfies(it -> assertThat(it.reason()).isEqualTo("NoReadinessProbe"))
        .extracting(ServiceWarning::message)
        .asString()
        .contains("DaemonSet/relay-dfw container relay has no readinessProbe");
    assertThat(stuck.checks()).allMatch(it -> it.at() == null);
    assertThat(row()).contains("0/1", "1/1", "Stuck", "relay: stale revision");
    assertThat(condition("ImagesPinned")).isEqualTo("True AllPinned");
    assertThat(condition("RolledOut")).isEqualTo("False NotAllReady");
    Scene.eventually(
        () ->
            assertThat(operator.metric("releaserecord_stuck", "cause=\"StaleRevision\""))
                .isEqualTo(1));
    assertThat(pod("dfw").getMetadata().getUid()).isEqualTo(old.getMetadata().getUid());
  }

  /** Nobody declares a digest for it, but it answers behind the same Service. */
  private void theOtherByWhatItAnswers() {
    scene.kubectl(
        "patch",
        "rr",
        RECORD,
        "--type=merge",
        "-p={\"spec\":{\"clearing\":{\"policy\":\"Clear\"}}}");
    ServiceStatus failed = scene.awaitPhase(RECORD, "relay", Phase.Failed, "");
    assertThat(failed.workloads().getFirst().running()).containsExactly(builds.digest("0.2.0"));
    assertThat(failed.checks())
        .singleElement()
        .extracting(CheckStatus::message)
        .isEqualTo(
            "X-Relay-Version: 0.2.0 expected, found 0.1.0 on 1 of 2 endpoints: "
                + pod("iad").getStatus().getPodIP());
    assertThat(row()).contains("1/1", "Failed");
    assertThat(condition("ChecksPassed")).startsWith("False");
    assertThat(scene.events("DaemonSet", "relay-dfw", "Cleared")).hasSize(1);
    assertThat(scene.events("ReleaseRecord", RECORD, "CheckFailed")).isNotEmpty();
    assertThat(scene.image("DaemonSet", "relay-iad", "relay")).isEqualTo(builds.image("0.1.0"));
  }

  private void bothAreReplaced() {
    scene.awaitReady(RECORD);
    assertThat(scene.image("DaemonSet", "relay-iad", "relay")).isEqualTo(builds.image("0.2.0"));
    assertThat(scene.service(RECORD, "relay").ready()).isEqualTo("2/2");
    assertThat(row()).contains("1/1", "Verified", "1/1 verified");
    assertThat(condition("ChecksPassed")).startsWith("True");
    assertThat(scene.service(RECORD, "relay").warnings())
        .extracting(ServiceWarning::reason)
        .containsExactly("NoReadinessProbe", "NoReadinessProbe");
    assertThat(scene.events("DaemonSet", "relay-iad", "Cleared")).hasSize(1);
    assertThat(operator.metric("releaserecord_stuck")).isZero();
  }

  private void theNextReleaseIsOneCommand() {
    String next = builds.digest("0.2.1");
    try (var recorder = Recorder.of(relays())) {
      Program.Ran ran =
          new Program(scene).run("set", RECORD, "relay=" + next, "--version", "relay=0.2.1");
      assertThat(ran.code()).as("%s", ran).isZero();
      scene.awaitReady(RECORD);
      assertOneServesAlways(recorder.all());
    }
    assertThat(scene.service(RECORD, "relay").workloads())
        .allSatisfy(it -> assertThat(it.running()).containsExactly(next));
    assertThat(row()).contains("1/1", "Verified");
    assertThat(operator.metric("releaserecord_ready")).isEqualTo(1);
    assertThat(operator.metric("releaserecord_clear_attempts_total", "outcome=\"Done\""))
        .isEqualTo(4);
    operator.assertNothingWentWrong();
  }

  /** In the order of the cluster, of two pods that serve at first. */
  private static void assertOneServesAlways(List<Recorder.Revision<Pod>> revisions) {
    Map<String, Boolean> serves = new HashMap<>();
    assertThat(
            revisions.stream()
                .sorted(Comparator.comparingLong(Recorder.Revision::number))
                .map(
                    it -> {
                      Pod pod = it.object();
                      boolean leaves = pod.getMetadata().getDeletionTimestamp() != null;
                      serves.put(pod.getMetadata().getName(), Readiness.isPodReady(pod) && !leaves);
                      return serves.containsValue(true);
                    }))
        .hasSizeGreaterThan(4)
        .containsOnly(true);
    assertThat(serves).hasSize(4);
  }

  /** The sample, with images that this cluster can pull. */
  private void apply(String file) {
    sample.applyText(
        sample
            .text(file)
            .replace(TAGGED, builds.image("0.1.0"))
            .replace(DECLARED, builds.digest("0.2.0"))
            .replace(REPOSITORY, builds.name()));
  }

  private FilterWatchListDeletable<Pod, PodList, PodResource> relays() {
    return scene.client().pods().inNamespace(scene.namespace()).withLabel("app", "relay");
  }

  private List<Pod> pods() {
    return relays().list().getItems();
  }

  private Pod pod(String site) {
    return pods().stream()
        .filter(it -> site.equals(it.getMetadata().getLabels().get("site")))
        .findFirst()
        .orElseThrow();
  }

  private String row() {
    return scene.kubectl("get", "rr", RECORD, "--no-headers");
  }

  private String condition(String type) {
    Condition condition = scene.condition(RECORD, type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason();
  }
}
