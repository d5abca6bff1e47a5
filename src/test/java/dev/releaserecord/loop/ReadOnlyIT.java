package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.PREFIX;
import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Scene.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.PlanRow;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.AuditLog.Use;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.OperatorProcess;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** With the overlay read-only everything is diagnosed and planned, and nothing is changed. */
@NeedsKwok
class ReadOnlyIT {

  private static final Set<String> READING = Set.of("get", "list", "watch");

  private final Scene scene;
  private final Overlay overlay;

  ReadOnlyIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.overlay = Overlay.of(scene, "overlays/read-only");
  }

  @Test
  void allIsSaidAndNothingIsDone() {
    AuditLog.Mark mark = scene.audit().mark();
    overlay.installRights();
    scene.apply(
        deployment("users", PREFIX + "/users:1"),
        deployment("fine", image("fine", "1")),
        deployment("broken", 1, containers("broken", PREFIX + "/fail-crash@" + digest("1"))));
    eventually(() -> assertThat(pods().lines()).hasSize(3));
    String templates = templates();
    String pods = pods();
    try (OperatorProcess _ = overlay.start()) {
      scene.apply(
          record("users", "users", "1"),
          record("fine", "fine", "1"),
          record(
              "broken",
              "services: [{name: broken, image: %s/fail-crash, digest: \"%s\"}]\n"
                  .formatted(PREFIX, digest("1"))));
      diagnosedAndPlanned();
      assertThat(uses(mark, true))
          .as("what is not even tried cannot be refused; history is no matter of holds")
          .isSubsetOf("nodes list", "controllerrevisions create");

      // Without the hold the Role alone has to do.
      scene.kubectl("delete", "configmap", "release-hold");
      scene.kubectl("annotate", "rr", "broken", "releaserecord.dev/retry=one");
      assertThat(scene.awaitStalled("users", "Forbidden").getMessage())
          .contains("cannot patch resource", "deployments");
      eventually(() -> assertThat(uses(mark, true)).contains("pods delete"));
      assertThat(templates()).isEqualTo(templates);
      assertThat(pods()).isEqualTo(pods);
      assertThat(uses(mark, false))
          .contains("releaserecords/status patch", "events create")
          .isSubsetOf(
              "releaserecords/status patch",
              "events create",
              "events patch",
              "secrets create",
              "leases create",
              "leases update");
    }
  }

  private void diagnosedAndPlanned() {
    assertThat(scene.awaitPhase("users", "users", Phase.Held, "").message())
        .contains("the operator is installed read-only", "release-hold");
    eventually(
        () ->
            assertThat(scene.status("users").plan())
                .extracting(PlanRow::workload, PlanRow::to)
                .containsExactly(
                    org.assertj.core.groups.Tuple.tuple("Deployment/users", image("users", "1"))));
    assertThat(scene.awaitPhase("broken", "broken", Phase.Stuck, "CrashLoop").message())
        .startsWith("on hold:");
    eventually(
        () ->
            assertThat(scene.service("broken", "broken").workloads().getFirst().evidence())
                .isNotNull());
    scene.awaitReady("fine");
  }

  private String templates() {
    return scene.kubectl(
        "get", "deployments", "-o", "jsonpath={range .items[*]}{.metadata.generation}{.spec}{end}");
  }

  private String pods() {
    return scene.kubectl(
        "get", "pods", "-o", "jsonpath={range .items[*]}{.metadata.uid}{\"\\n\"}{end}");
  }

  /** What changes something, or was refused. */
  private Set<String> uses(AuditLog.Mark mark, boolean refused) {
    return scene.audit().usesSince(mark, overlay.user()).stream()
        .filter(it -> it.refused() == refused)
        .filter(it -> refused || !READING.contains(it.verb()))
        .map(ReadOnlyIT::words)
        .collect(Collectors.toSet());
  }

  private static String words(Use use) {
    return use.resource() + " " + use.verb();
  }
}
