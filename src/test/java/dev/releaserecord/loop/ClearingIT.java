package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.PREFIX;
import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Manifests.statefulSet;
import static dev.releaserecord.loop.Scene.always;
import static dev.releaserecord.loop.Scene.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.PlanRow;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is cleared by deleting or evicting pods, on real controllers. */
@NeedsKwok
class ClearingIT {

  private static final String ON_DELETE = "  updateStrategy: {type: OnDelete}\n";

  private final Scene scene;

  ClearingIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @AfterEach
  void clean() {
    scene.kubectl("delete", "rr,deploy,sts,pdb,events", "--all", "--timeout=20s");
  }

  @Test
  void aStatefulSetThatWaitsForABrokenPodOfAnOlderRevisionGoesOn() {
    scene.apply(statefulSet("queue", 2, containers("queue", PREFIX + "/fail-not-found-tag:1")));
    eventually(() -> assertThat(waiting("queue-0")).contains("ImagePull"));
    Pod broken = pod("queue-0");

    try (LocalOperator operator = scene.operator()) {
      scene.apply(record("core", queue("")));
      scene.awaitReady("core");

      assertThat(pod("queue-0").getMetadata().getUid()).isNotEqualTo(broken.getMetadata().getUid());
      assertThat(scene.events("StatefulSet", "queue", "Cleared"))
          .singleElement()
          .satisfies(
              event ->
                  assertThat(event.getNote())
                      .isEqualTo("deleted pod queue-0 by ReleaseRecord core"));
      assertThat(scene.service("core", "queue").workloads().getFirst().clearAttempts())
          .isEqualTo(1);
      assertThat(
              operator.metric(
                  "releaserecord_clear_attempts_total",
                  "action=\"DeletePods\"",
                  "outcome=\"Done\""))
          .isEqualTo(1);
    }
  }

  @Test
  void underOnDeleteOldPodsAreEvictedOneAtATime() {
    scene.apply(statefulSet("queue", 3, containers("queue", PREFIX + "/queue:1")) + ON_DELETE);
    eventually(() -> assertThat(ready("queue")).isEqualTo(3));

    try (LocalOperator _ = scene.operator();
        var recorder =
            Recorder.of(scene.client().apps().statefulSets().inNamespace(scene.namespace()))) {
      scene.apply(record("core", queue("")));
      scene.awaitReady("core");

      assertThat(recorder.of("queue"))
          .allSatisfy(
              revision ->
                  assertThat(
                          Objects.requireNonNullElse(
                              revision.object().getStatus().getReadyReplicas(), 0))
                      .isGreaterThanOrEqualTo(2));
      assertThat(scene.events("StatefulSet", "queue", "Cleared")).hasSize(3);
    }
  }

  @Test
  void aDisruptionBudgetIsWaitedForAndNamed() {
    scene.apply(
        statefulSet("queue", 1, containers("queue", PREFIX + "/queue:1")) + ON_DELETE,
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: keep-queue}
        spec: {minAvailable: 1, selector: {matchLabels: {app: queue}}}
        """);
    eventually(() -> assertThat(ready("queue")).isEqualTo(1));
    Pod old = pod("queue-0");

    try (LocalOperator _ = scene.operator()) {
      scene.apply(record("core", queue("")));
      eventually(
          () ->
              assertThat(scene.service("core", "queue").message())
                  .contains("pod queue-0", "is not evicted yet", "keep-queue"));
      assertThat(pod("queue-0").getMetadata().getUid()).isEqualTo(old.getMetadata().getUid());

      scene.kubectl("delete", "pdb", "keep-queue");
      scene.awaitReady("core");
    }
  }

  @Test
  void reportTellsWhatWouldBeDoneAndDoesNothing() {
    scene.apply(statefulSet("queue", 2, containers("queue", PREFIX + "/fail-not-found-tag:1")));
    eventually(() -> assertThat(waiting("queue-0")).contains("ImagePull"));
    Pod broken = pod("queue-0");

    try (LocalOperator _ = scene.operator()) {
      scene.apply(record("core", queue("clearing: {policy: Report}\n")));
      eventually(
          () ->
              assertThat(scene.status("core").plan())
                  .extracting(PlanRow::workload, PlanRow::action)
                  .containsExactly(
                      org.assertj.core.groups.Tuple.tuple(
                          "StatefulSet/queue", "delete pod queue-0")));
      always(
          Duration.ofSeconds(2),
          () ->
              assertThat(pod("queue-0").getMetadata().getUid())
                  .isEqualTo(broken.getMetadata().getUid()));
      assertThat(scene.service("core", "queue").message())
          .contains("clearing.policy is Report", "delete pod queue-0");
    }
  }

  @Test
  void whoeverAsksToTryAgainGetsTheBackingOffPodsRestartedOnce() {
    String image = PREFIX + "/fail-crash";
    scene.apply(deployment("users", 1, containers("users", image + "@" + digest("crash"))));

    try (LocalOperator _ = scene.operator()) {
      scene.apply(
          record(
              "core",
              """
              services:
              - {name: users, image: "%s", digest: "%s"}
              """
                  .formatted(image, digest("crash"))));
      scene.awaitPhase("core", "users", Phase.Stuck, "CrashLoop");
      String first = pods("users").getFirst().getMetadata().getUid();

      scene.kubectl("annotate", "rr", "core", "releaserecord.dev/retry=one");
      eventually(
          () -> {
            assertThat(scene.status("core").lastHandledRetry()).isEqualTo("one");
            assertThat(pods("users"))
                .singleElement()
                .satisfies(
                    pod -> {
                      assertThat(pod.getMetadata().getUid()).isNotEqualTo(first);
                    });
          });
      String second = pods("users").getFirst().getMetadata().getUid();
      always(
          Duration.ofSeconds(2),
          () ->
              assertThat(pods("users"))
                  .singleElement()
                  .satisfies(pod -> assertThat(pod.getMetadata().getUid()).isEqualTo(second)));
    }
  }

  private static String queue(String more) {
    return more
        + """
        services:
        - name: queue
          digest: "%s"
          workloads: [{kind: StatefulSet, name: queue, containers: [queue]}]
        """
            .formatted(digest("new"));
  }

  private int ready(String statefulSet) {
    StatefulSet live =
        scene
            .client()
            .apps()
            .statefulSets()
            .inNamespace(scene.namespace())
            .withName(statefulSet)
            .get();
    return live.getStatus() == null
        ? 0
        : Objects.requireNonNullElse(live.getStatus().getReadyReplicas(), 0);
  }

  private Pod pod(String name) {
    Pod pod = scene.client().pods().inNamespace(scene.namespace()).withName(name).get();
    assertThat(pod).as(name).isNotNull();
    return pod;
  }

  private List<Pod> pods(String app) {
    return scene
        .client()
        .pods()
        .inNamespace(scene.namespace())
        .withLabel("app", app)
        .list()
        .getItems();
  }

  private String waiting(String pod) {
    return waiting(pod(pod));
  }

  /** Why its first container waits; empty if it does not. */
  private static String waiting(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .flatMap(container -> java.util.stream.Stream.ofNullable(container.getState().getWaiting()))
        .map(waiting -> Objects.requireNonNullElse(waiting.getReason(), ""))
        .findFirst()
        .orElse("");
  }
}
