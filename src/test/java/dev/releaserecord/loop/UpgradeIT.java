package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.PREFIX;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A rolling update of the operator itself while a release goes on: two new replicas stand by, and
 * of those that lead one after the other is stopped.
 */
@Isolated("four processes of the operator at a time")
@NeedsKwok
class UpgradeIT {

  private static final int SERVICES = 16;
  private static final int BETWEEN = 3;
  private static final String POD = "release-operator-";
  private static final Duration HAND_OVER = Duration.ofSeconds(5);

  private final Scene scene;

  UpgradeIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @Test
  void aRollingUpgradeOfTheOperatorInMidReleaseDoublesNothingAndLosesNothing() {
    List<String> names = IntStream.range(0, SERVICES).mapToObj(i -> "s" + i).toList();
    names.forEach(name -> scene.apply(deployment(name, PREFIX + "/" + name + ":1")));
    try (OperatorProcess first = operator(0);
        OperatorProcess second = operator(1);
        OperatorProcess third = operator(2);
        OperatorProcess fourth = operator(3)) {
      List<OperatorProcess> all = List.of(first, second, third, fourth);
      AuditLog.Mark mark = scene.audit().mark();
      scene.apply(release(names));
      stopTheLeader(all);
      stopTheLeader(all);
      scene.awaitReady("fleet");
      assertThat(all.stream().filter(OperatorProcess::isAlive))
          .as("the new ones")
          .hasSize(2)
          .allSatisfy(it -> assertThat(it.log()).doesNotContain("Exception"));
      assertThat(scene.status("fleet").services())
          .hasSize(SERVICES)
          .extracting(ServiceStatus::phase)
          .containsOnly(Phase.Verified);
      assertThat(patches(mark))
          .as("each is written once, by whomever")
          .containsOnlyKeys(names)
          .allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
      names.forEach(name -> assertThat(scene.image(name)).isEqualTo(image(name, "1")));
      assertThat(scene.status("fleet").history()).hasSize(1);
    }
  }

  /** When it has done some of the release, and some is left. */
  private void stopTheLeader(List<OperatorProcess> all) {
    long before = pinned();
    await("a few more pins")
        .atMost(Scene.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> pinned() >= before + BETWEEN);
    assertThat(all.get(leader()).stop()).isZero();
    long left = pinned();
    assertThat(left).as("some is left to be done").isLessThan(SERVICES);
    await("somebody goes on").atMost(HAND_OVER).until(() -> pinned() > left);
  }

  private OperatorProcess operator(int number) {
    OperatorProcess started =
        OperatorProcess.start(
            OperatorProcess.Options.with(
                    scene.cluster().kubeconfig(),
                    "--namespace",
                    scene.namespace(),
                    "--lease-namespace",
                    scene.namespace(),
                    "--log-format",
                    "text")
                .environment(
                    Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1", "HOSTNAME", POD + number)));
    return started.awaitReady();
  }

  /** The number of the one that leads. */
  private int leader() {
    String holder =
        scene.kubectl("get", "lease", "release-operator", "-o", "jsonpath={.spec.holderIdentity}");
    return Integer.parseInt(holder.substring(POD.length(), holder.indexOf('_')));
  }

  /** One after the other, so that the release takes some time. */
  private static String release(List<String> names) {
    StringBuilder services = new StringBuilder("maxInFlight: 1\nsettle: 1s\nservices:\n");
    for (String name : names) {
      services.append("- {name: %s, digest: \"%s\"}\n".formatted(name, digest("1")));
    }
    return record("fleet", services.toString());
  }

  private long pinned() {
    return scene
        .client()
        .apps()
        .deployments()
        .inNamespace(scene.namespace())
        .list()
        .getItems()
        .stream()
        .filter(UpgradeIT::carries)
        .count();
  }

  private static boolean carries(Deployment live) {
    return live.getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage()
        .equals(image(live.getMetadata().getName(), "1"));
  }

  /** How often operators wrote each Deployment since then, by the API server's log. */
  private Map<String, Long> patches(AuditLog.Mark mark) {
    return scene.audit().requestsSince(mark).stream()
        .filter(request -> request.userAgent().startsWith("release-operator/"))
        .filter(request -> request.namespace().equals(scene.namespace()))
        .filter(request -> request.verb().equals("patch"))
        .filter(request -> request.resource().equals("deployments"))
        .collect(Collectors.groupingBy(AuditLog.Request::name, Collectors.counting()));
  }
}
