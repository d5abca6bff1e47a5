package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.PREFIX;
import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client reads from the conditions is right at every moment. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConditionsIT {

  private static final int STEPS = 30;

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  ConditionsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
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
  void kubectlWaitIsRightRightAfterEveryChangeOfTheSpec() {
    scene.apply(deployment("awaited", 2, containers("awaited", PREFIX + "/awaited:1")));
    for (int i = 0; i < 4; i++) {
      scene.apply(record("awaited", "awaited", "release-" + i));
      scene.kubectl("wait", "--for=condition=Ready", "rr/awaited", "--timeout=30s");
      Deployment live =
          scene
              .client()
              .apps()
              .deployments()
              .inNamespace(scene.namespace())
              .withName("awaited")
              .get();
      assertThat(live.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
          .isEqualTo(image("awaited", "release-" + i));
      assertThat(live.getStatus().getObservedGeneration())
          .isEqualTo(live.getMetadata().getGeneration());
      assertThat(live.getStatus().getUpdatedReplicas()).isEqualTo(2);
      assertThat(live.getStatus().getAvailableReplicas()).isEqualTo(2);
    }
    scene.apply(record("awaited", "services: [{name: awaited}, {name: nowhere}]"));
    assertThat(
            scene
                .tryKubectl("wait", "--for=condition=Ready", "rr/awaited", "--timeout=1s")
                .exitCode())
        .as("a service without a digest is not Ready")
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void readyIsNeverSaidBeforeEveryWorkloadCarriesItsDigest(long seed) {
    Random random = new Random(seed);
    String record = "random-" + seed;
    List<String> names = List.of(record + "-a", record + "-b", record + "-c");
    names.forEach(name -> scene.apply(deployment(name, PREFIX + "/" + name + ":1")));
    String[] words = {"0", "0", "0"};
    try (var records =
            Recorder.of(
                scene.client().resources(ReleaseRecord.class).inNamespace(scene.namespace()));
        var deployments =
            Recorder.of(scene.client().apps().deployments().inNamespace(scene.namespace()))) {
      scene.apply(services(record, names, words));
      // Whose container was never pinned cannot be told once it has somebody else's image.
      scene.awaitReady(record);
      for (int step = 0; step < STEPS; step++) {
        step(random, record, names, words);
      }
      scene.awaitReady(record);
      Readiness readiness = new Readiness(records.of(record), deployments);
      assertThat(readiness.assertEveryRevision()).as("moments of Ready").isGreaterThan(2);
    }
  }

  private void step(Random random, String record, List<String> names, String[] words) {
    int which = random.nextInt(names.size());
    switch (random.nextInt(4)) {
      case 0, 1 -> {
        words[which] = Integer.toString(random.nextInt(4));
        scene.apply(services(record, names, words));
      }
      case 2 -> foreignImage(names.get(which), "foreign:" + random.nextInt(100));
      default -> scene.awaitReady(record);
    }
  }

  private void foreignImage(String name, String image) {
    scene
        .client()
        .apps()
        .deployments()
        .inNamespace(scene.namespace())
        .withName(name)
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            {"spec": {"template": {"spec": {"containers": [{"name": "%s", "image": "%s"}]}}}}
            """
                .formatted(name, image));
  }

  private static String services(String record, List<String> names, String[] words) {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < names.size(); i++) {
      text.append("- {name: %s, digest: \"%s\"}\n".formatted(names.get(i), digest(words[i])));
    }
    return record(record, text.toString());
  }

  @Test
  void aSteadyStateMakesNoRequest() {
    scene.apply(
        deployment("steady", PREFIX + "/steady:1"),
        deployment("stuck", "stuck@IGEST_STUCK__"),
        deployment("foreign", 1, containers("database", "postgres:16")),
        deployment("on-hold", PREFIX + "/on-hold:1"));
    scene.apply(
        record("steady", "steady", "1"),
        record("stuck", "services: [{name: stuck}]"),
        record("foreign", "foreign", "1"),
        record("missing", "missing", "1"),
        record(
            "on-hold",
            "hold: {reason: r}\nservices: [{name: on-hold, digest: \"%s\"}]"
                .formatted(digest("1"))),
        record("circle", "services: [{name: hen, after: [egg]}, {name: egg, after: [hen]}]"));
    scene.awaitReady("steady");
    scene.awaitPhase("stuck", "stuck", Phase.Stuck, "UnresolvedPlaceholder");
    scene.awaitPhase("foreign", "foreign", Phase.Blocked, "ContainerNotFound");
    scene.awaitPhase("missing", "missing", Phase.Waiting, "WorkloadNotFound");
    scene.awaitPhase("on-hold", "on-hold", Phase.Held, "");
    scene.awaitStalled("circle", "Refused");
    scene.kubectl("rollout", "status", "deployment/steady", "--timeout=30s");
    // The last events of the last pass may still be on their way.
    Scene.eventually(
        () -> {
          AuditLog.Mark before = scene.audit().mark();
          Scene.always(Duration.ofSeconds(1), () -> assertThat(requestsSince(before)).isEmpty());
        });
    AuditLog.Mark mark = scene.audit().mark();
    Scene.always(Duration.ofSeconds(20), () -> assertThat(requestsSince(mark)).isEmpty());
    assertThat(operator.health().problems()).isEmpty();
    assertThat(Objects.requireNonNull(scene.condition("steady", "Ready").orElseThrow().getReason()))
        .isEqualTo("Verified");
  }

  /** All but a watch that is renewed. */
  private List<AuditLog.Request> requestsSince(AuditLog.Mark mark) {
    return scene.requestsSince(mark).stream()
        .filter(request -> !request.verb().equals("watch"))
        .toList();
  }
}
