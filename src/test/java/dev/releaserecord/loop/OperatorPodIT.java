package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The operator as it is installed: a pod of its own image, by the manifests that are shipped, in a
 * namespace that allows nothing but the strictest Pod Security.
 */
@NeedsNode
class OperatorPodIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String HARDENED =
      """
      terminationGracePeriodSeconds: 0
      securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
      containers:
      - name: app
        image: "%s"
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      """;

  private static final String RECORD =
      """
      services:
      - {name: app, image: "%s", digest: "%s"}
      """;

  private final Scene scene;

  OperatorPodIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @Test
  void releasesFromAPodAndHandsOver() {
    String first = app("1");
    scene.kubectl(
        "label", "namespace", scene.namespace(), "pod-security.kubernetes.io/enforce=restricted");
    try (PodOperator operator = PodOperator.start(scene)) {
      scene.apply(deployment("app", 1, HARDENED.formatted(first)));
      releasesAndHandsOver(operator);
    }
    assertThat(scene.kubectl("get", "pods", "-l", "app.kubernetes.io/name=release-operator"))
        .isEmpty();
  }

  private void releasesAndHandsOver(PodOperator operator) {
    Pod pod = operator.awaitReadyPod();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (LogWatch _ = follow(pod, log)) {
      release("2");
      onlyTheJvmCanBeRun(pod);
      scene.kubectl("delete", "pod", pod.getMetadata().getName(), "--timeout=30s");
    }
    Pod next = operator.awaitReadyPod();
    assertThat(next.getMetadata().getUid()).isNotEqualTo(pod.getMetadata().getUid());
    release("3");

    PodOperator.assertNothingWentWrong(log.toString(StandardCharsets.UTF_8));
    operator.assertNothingWentWrong();
    // The one before gave the lease away: nobody had to wait until it ended.
    assertThat(scene.kubectl("logs", next.getMetadata().getName()))
        .contains("leading as " + next.getMetadata().getName());
    assertThat(next.getStatus().getContainerStatuses())
        .singleElement()
        .extracting(ContainerStatus::getRestartCount)
        .isEqualTo(0);
  }

  private String app(String seed) {
    return scene.cluster().image("operator-pod/app", seed);
  }

  private LogWatch follow(Pod pod, ByteArrayOutputStream log) {
    return scene.client().pods().withName(pod.getMetadata().getName()).watchLog(log);
  }

  private void release(String seed) {
    String image = app(seed);
    int at = image.indexOf('@');
    scene.apply(record("app", RECORD.formatted(image.substring(0, at), image.substring(at + 1))));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(scene.image("app")).isEqualTo(image));
    scene.kubectl("wait", "--for=condition=Ready", "rr/app", "--timeout=60s");
  }

  private void onlyTheJvmCanBeRun(Pod pod) {
    String name = pod.getMetadata().getName();
    assertThat(
            scene.kubectl(
                "exec", name, "--", "/runtime/bin/java", "-jar", "/app/release-operator.jar", "-V"))
        .startsWith("release-operator ");
    assertThat(scene.tryKubectl("exec", name, "--", "sh", "-c", "true").stderr())
        .contains("executable file not found");
  }
}
