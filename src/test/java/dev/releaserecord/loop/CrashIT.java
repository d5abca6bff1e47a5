package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.OperatorProcess;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The operator as a process that is killed, frozen and replaced. */
@Isolated("kills processes in the midst of their work")
@NeedsKwok
class CrashIT {

  private static final int SERVICES = 50;
  private static final List<String> SETS = List.of("one", "two");
  private static final int KILLS_PER_SET = 5;
  private static final int MOST_PINS = 6;
  private static final int REPLICAS = 2;
  private static final long SEED = 20261121L;
  private static final Set<String> READS = Set.of("get", "list", "watch");

  private final Scene scene;

  CrashIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @AfterEach
  void deleteTheRecords() {
    scene.kubectl("delete", "rr", "--all", "--timeout=10s");
  }

  /** Every kill falls between two pins: the process has made some, and others are left to make. */
  @Test
  void killedTenTimesWhileItPinsItLosesNothing() {
    Random random = new Random(SEED);
    List<String> names = IntStream.range(0, SERVICES).mapToObj(i -> "s" + i).toList();
    names.forEach(
        name ->
            scene.apply(
                deployment(
                    name, REPLICAS, containers(name, "registry.example.com/team/" + name + ":1"))));
    try (var recorder =
        Recorder.of(scene.client().apps().deployments().inNamespace(scene.namespace()))) {
      for (String word : SETS) {
        scene.apply(release(names, word));
        for (int kill = 0; kill < KILLS_PER_SET; kill++) {
          killAfter(1 + random.nextInt(MOST_PINS), recorder, names, word);
        }
      }
      try (OperatorProcess operator = start()) {
        scene.awaitReady("fleet");
        assertThat(scene.status("fleet").services())
            .hasSize(SERVICES)
            .extracting(ServiceStatus::phase)
            .containsOnly(Phase.Verified);
        assertThat(operator.log()).doesNotContain("Exception");
      }
      for (String name : names) {
        assertThat(scene.image(name)).isEqualTo(image(name, SETS.getLast()));
        assertThat(images(recorder, name))
            .as("at most one rollout per declared digest")
            .doesNotHaveDuplicates()
            .hasSizeLessThanOrEqualTo(SETS.size() + 1);
        assertThat(recorder.of(name))
            .allMatch(revision -> revision.object().getSpec().getReplicas() == REPLICAS);
      }
    }
  }

  /** Of a process that has made so many pins itself: what was there before it does not count. */
  private void killAfter(int pins, Recorder<Deployment> recorder, List<String> names, String word) {
    int before = SERVICES - unpinned(names, word).size();
    try (OperatorProcess operator = start()) {
      await(pins + " more pins of " + word)
          .atMost(Scene.PATIENCE)
          .pollInterval(Duration.ofMillis(2))
          .failFast("it ended: " + operator.logFile(), () -> !operator.isAlive())
          .until(() -> carrying(recorder, names, word) >= before + pins);
      operator.kill();
    }
    assertThat(unpinned(names, word)).as("left undone by the kill").isNotEmpty();
  }

  /** The services that do not have the digest of that word now. */
  private List<String> unpinned(List<String> names, String word) {
    return scene
        .client()
        .apps()
        .deployments()
        .inNamespace(scene.namespace())
        .list()
        .getItems()
        .stream()
        .filter(live -> !running(live).equals(image(live.getMetadata().getName(), word)))
        .map(live -> live.getMetadata().getName())
        .filter(names::contains)
        .toList();
  }

  private OperatorProcess start() {
    return OperatorProcess.start(
        OperatorProcess.Options.with(
                scene.cluster().kubeconfig(),
                "--namespace",
                scene.namespace(),
                "--no-leader-elect",
                "--log-format",
                "text")
            .environment(Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1")));
  }

  private static String release(List<String> names, String word) {
    StringBuilder services = new StringBuilder("maxInFlight: 4\nservices:\n");
    for (String name : names) {
      services.append("- {name: %s, digest: \"%s\"}\n".formatted(name, digest(word)));
    }
    return record("fleet", services.toString());
  }

  private static long carrying(Recorder<Deployment> recorder, List<String> names, String word) {
    return names.stream()
        .filter(name -> images(recorder, name).contains(image(name, word)))
        .count();
  }

  /** The images that a Deployment had one after the other. */
  private static List<String> images(Recorder<Deployment> recorder, String name) {
    List<String> images = new ArrayList<>();
    for (var revision : recorder.of(name)) {
      String image = running(revision.object());
      if (images.isEmpty() || !images.getLast().equals(image)) {
        images.add(image);
      }
    }
    return images;
  }

  private static String running(Deployment live) {
    return live.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  @Test
  void aStoppedLeaderHandsOver() {
    scene.apply(deployment("handed", "registry.example.com/team/handed:1"));
    scene.apply(record("handed", "handed", "1"));
    try (OperatorProcess first = elected(scene.namespace(), "15s")) {
      scene.awaitReady("handed");
      String leader = holder();
      try (OperatorProcess second = elected(scene.namespace(), "15s")) {
        scene.kubectl("set", "image", "deployment/handed", "handed=one:1");
        Scene.eventually(() -> assertThat(scene.image("handed")).isEqualTo(image("handed", "1")));
        assertThat(holder()).isEqualTo(leader);
        scene.kubectl("set", "image", "deployment/handed", "handed=two:1");
        assertThat(first.stop()).isZero();
        await()
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(() -> assertThat(scene.image("handed")).isEqualTo(image("handed", "1")));
        Scene.eventually(() -> assertThat(holder()).isNotEmpty().isNotEqualTo(leader));
        scene.kubectl("set", "image", "deployment/handed", "handed=three:1");
        Scene.eventually(() -> assertThat(scene.image("handed")).isEqualTo(image("handed", "1")));
        scene.awaitReady("handed");
        assertThat(second.isAlive()).isTrue();
      }
    }
  }

  /** The other one only takes the lease away: it does not look at this namespace. */
  @Test
  void aFrozenLeaderThatWakesWritesNothing() {
    scene.apply(deployment("frozen", "registry.example.com/team/frozen:1"));
    scene.apply(record("frozen", "frozen", "1"));
    try (OperatorProcess frozen = elected(scene.namespace(), "3s")) {
      scene.awaitReady("frozen");
      String leader = holder();
      frozen.freeze();
      scene.kubectl("set", "image", "deployment/frozen", "frozen=nginx");
      scene.apply(record("frozen", "frozen", "2"));
      AuditLog.Mark mark = scene.audit().mark();
      try (OperatorProcess other = elected("default", "3s")) {
        Scene.eventually(() -> assertThat(holder()).isNotEmpty().isNotEqualTo(leader));
        long generation = observed("frozen");
        frozen.thaw();
        Scene.always(
            Duration.ofSeconds(3),
            () -> {
              assertThat(scene.image("frozen")).isEqualTo("nginx");
              assertThat(observed("frozen")).isEqualTo(generation);
            });
        assertThat(frozen.get("/metrics").statusCode()).as("it is awake").isEqualTo(200);
        assertThat(writesSince(mark)).isEmpty();
        assertThat(other.stop()).isZero();
      }
      scene.awaitReady("frozen");
      assertThat(scene.image("frozen")).isEqualTo(image("frozen", "2"));
      assertThat(writesSince(mark)).as("its writes are seen here").isNotEmpty();
    }
  }

  /** What operators wrote here since then, or tried to, by the API server's log; not the lease. */
  private List<AuditLog.Request> writesSince(AuditLog.Mark mark) {
    return scene.audit().requestsSince(mark).stream()
        .filter(request -> request.userAgent().startsWith("release-operator/"))
        .filter(request -> request.namespace().equals(scene.namespace()))
        .filter(request -> !READS.contains(request.verb()))
        .filter(request -> !request.resource().equals("leases"))
        .toList();
  }

  private OperatorProcess elected(String watched, String duration) {
    return OperatorProcess.start(
            scene.cluster(),
            "--namespace",
            watched,
            "--lease-namespace",
            scene.namespace(),
            "--lease-duration",
            duration,
            "--log-format",
            "text")
        .awaitReady();
  }

  private long observed(String record) {
    Long generation = scene.status(record).observedGeneration();
    return generation == null ? -1 : generation;
  }

  private String holder() {
    String holder =
        scene
            .client()
            .leases()
            .inNamespace(scene.namespace())
            .withName("release-operator")
            .get()
            .getSpec()
            .getHolderIdentity();
    return holder == null ? "" : holder;
  }
}
