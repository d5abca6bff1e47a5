package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.loop.Recorder.Revision;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On other people's objects the operator writes images and its label, and nothing else ever. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnershipIT {

  /** With everything that a defaulting or a careless write could disturb. */
  private static final String RICH =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: NAME
        labels: {app: NAME, team: shop}
        annotations: {example.com/owner: "the shop's team", "example.com/notes": "a/b~c"}
      spec:
        replicas: 2
        revisionHistoryLimit: 3
        strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}
        selector: {matchLabels: {app: NAME}}
        template:
          metadata: {labels: {app: NAME}, annotations: {example.com/checksum: "abc"}}
          spec:
            terminationGracePeriodSeconds: 0
            initContainers:
            - {name: migrate, image: "registry.example.com/team/NAME:1", args: [migrate]}
            containers:
            - name: sidecar
              image: registry.example.com/tools/sidecar:1
            - name: NAME
              image: registry.example.com/team/NAME:1
              ports: [{name: http, containerPort: 8080}]
              env: [{name: A, value: "1"}, {name: B, value: "2"}]
              resources: {requests: {cpu: 10m, memory: 16Mi}}
            volumes: [{name: scratch, emptyDir: {}}]
      """;

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  OwnershipIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @BeforeAll
  void startTheOperator() {
    scene.apply(
        deployment("scaled", "registry.example.com/team/scaled:1").replace("replicas: 1", ""));
    // Its controller looks every 15 s: it begins before it is needed.
    scene.apply(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: scaled}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: scaled}
          minReplicas: 3
          maxReplicas: 5
          metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
        """);
    operator = scene.operator();
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply",
        "apply --server-side",
        "apply --server-side --field-manager=helm",
        "create"
      })
  void noOtherFieldChanges(String how) {
    String name = "rich-" + how.replaceAll("[^a-z]+", "-").replaceAll("-+$", "");
    String file = scene.file(RICH.replace("NAME", name)).toString();
    List<String> words = new ArrayList<>(List.of(how.split(" ")));
    words.addAll(List.of("-f", file));
    scene.kubectl(words.toArray(String[]::new));
    try (var recorder = recorder()) {
      scene.apply(record(name, name, "1"));
      scene.awaitReady(name);
      assertThat(scene.image(name)).isEqualTo(image(name, "1"));
      assertThat(scene.image("Deployment", name, "migrate")).isEqualTo(image(name, "1"));
      assertOnlyImagesWereWritten(recorder, name, 1);
      scene.apply(record(name, name, "2"));
      scene.awaitReady(name);
      assertOnlyImagesWereWritten(recorder, name, 2);
    }
  }

  @Test
  void theReplicasOfAnAutoscalerStay() {
    Scene.eventually(() -> assertThat(replicas("scaled")).isEqualTo(3));
    try (var recorder = recorder()) {
      scene.apply(record("scaled", "scaled", "1"));
      scene.awaitReady("scaled");
      assertOnlyImagesWereWritten(recorder, "scaled", 1);
    }
    assertThat(replicas("scaled")).isEqualTo(3);
  }

  @Test
  void deletingTheRecordLeavesTheWorkloadAsItIs() {
    scene.apply(deployment("kept", "registry.example.com/team/kept:1"));
    scene.apply(record("kept", "kept", "1"));
    scene.awaitReady("kept");
    scene.kubectl("rollout", "status", "deployment/kept", "--timeout=30s");
    JsonNode before = Wire.declared(live("kept"));
    scene.kubectl("delete", "rr", "kept", "--timeout=10s");
    Scene.always(
        Duration.ofSeconds(2), () -> assertThat(Wire.declared(live("kept"))).isEqualTo(before));
    scene.foreignImage("kept", "registry.example.com/team/kept:2", "team");
    Scene.always(
        Duration.ofSeconds(1),
        () -> assertThat(scene.image("kept")).isEqualTo("registry.example.com/team/kept:2"));
  }

  @Test
  void withTheOperatorDownNothingChanges() {
    scene.apply(deployment("down", "registry.example.com/team/down:1"));
    scene.apply(record("down", "down", "1"));
    scene.awaitReady("down");
    operator.close();
    try {
      scene.apply(record("down", "down", "2"));
      scene.foreignImage("down", "registry.example.com/team/down:3", "team");
      Scene.always(
          Duration.ofSeconds(1),
          () -> assertThat(scene.image("down")).isEqualTo("registry.example.com/team/down:3"));
    } finally {
      operator = scene.operator();
    }
    scene.awaitReady("down");
    assertThat(scene.image("down")).isEqualTo(image("down", "2"));
  }

  @Test
  void concurrentEditsMakeTheGuardFailAndNoneIsLost() throws Exception {
    scene.apply(deployment("busy", 1, containers("busy", "registry.example.com/team/busy:1")));
    scene.apply(record("busy", "busy", "1"));
    scene.awaitReady("busy");
    AtomicInteger edits = new AtomicInteger();
    AtomicBoolean enough = new AtomicBoolean();
    AuditLog.Mark mark = scene.audit().mark();
    List<Future<?>> editors = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        editors.add(threads.submit(() -> editUntil(enough, edits)));
      }
      Scene.eventually(
          () -> assertThat(failedGuards(mark)).as("patches that came too late").isPositive());
      enough.set(true);
      for (Future<?> editor : editors) {
        editor.get();
      }
    }
    scene.awaitReady("busy");
    assertThat(scene.image("busy")).isEqualTo(image("busy", "1"));
    JsonNode annotations = live("busy").at("/metadata/annotations");
    for (int i = 1; i <= edits.get(); i++) {
      assertThat(annotations.path("edit-" + i).asText()).as("edit %s", i).isEqualTo("made");
    }
    assertThat(operator.metric("releaserecord_reconcile_failures_total", "reason=\"Conflict\""))
        .as("a guard that failed did its duty: nothing to wake anybody for")
        .isZero();
  }

  private void editUntil(AtomicBoolean enough, AtomicInteger edits) {
    while (!enough.get() || edits.get() < 40) {
      int number = edits.incrementAndGet();
      String patch =
          """
          {"metadata": {"annotations": {"edit-%d": "made"}},
           "spec": {"template": {"spec": {"containers": [{"name": "busy", "image": "edit:%d"}]}}}}
          """
              .formatted(number, number);
      scene
          .client()
          .apps()
          .deployments()
          .inNamespace(scene.namespace())
          .withName("busy")
          .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
    }
  }

  private long failedGuards(AuditLog.Mark mark) {
    return scene.patchesSince(mark, "deployments", "busy").stream()
        .filter(request -> request.code() == 422)
        .count();
  }

  private Recorder<GenericKubernetesResource> recorder() {
    return Recorder.of(
        scene
            .client()
            .genericKubernetesResources("apps/v1", "Deployment")
            .inNamespace(scene.namespace()));
  }

  private static void assertOnlyImagesWereWritten(
      Recorder<GenericKubernetesResource> recorder, String name, int times) {
    List<Revision<GenericKubernetesResource>> revisions = recorder.of(name);
    int ours = 0;
    for (int i = 1; i < revisions.size(); i++) {
      JsonNode before = Wire.tree(revisions.get(i - 1).object());
      JsonNode after = Wire.tree(revisions.get(i).object());
      if (!Wire.ourTraces(after).equals(Wire.ourTraces(before))) {
        ours++;
        assertThat(after).isNotEqualTo(before);
        assertThat(Wire.withoutOurFields(after)).isEqualTo(Wire.withoutOurFields(before));
        assertThat(Wire.othersClaims(after)).isEqualTo(Wire.othersClaims(before));
      }
    }
    assertThat(ours).as("writes of ours").isEqualTo(times);
  }

  private JsonNode live(String name) {
    return Wire.tree(
        scene
            .client()
            .genericKubernetesResources("apps/v1", "Deployment")
            .inNamespace(scene.namespace())
            .withName(name)
            .get());
  }

  private int replicas(String name) {
    return live(name).at("/spec/replicas").asInt();
  }
}
