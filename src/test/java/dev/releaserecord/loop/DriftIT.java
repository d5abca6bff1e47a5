package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.cronJob;
import static dev.releaserecord.loop.Manifests.daemonSet;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Manifests.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.releaserecord.api.DriftEntry;
import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.CommandResult;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What somebody else writes into a governed image is set back and said, or only said. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriftIT {

  private static final Duration CORRECTION = Duration.ofSeconds(2);

  private final Scene scene;
  private LocalOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  DriftIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
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
  void setImageIsSetBack() {
    pinned("by-set", "");
    scene.kubectl("set", "image", "deployment/by-set", "by-set=by-set:latest");
    assertCorrected("by-set", "by-set:latest", "kubectl-set");
  }

  @Test
  void anEditIsSetBack() {
    pinned("by-edit", "");
    scene.edit("by-edit", image("by-edit", "1"), "registry.example.com/team/by-edit:hotfix");
    assertCorrected("by-edit", "registry.example.com/team/by-edit:hotfix", "kubectl-edit");
  }

  @Test
  void theOldManifestIsSetBack() {
    String manifest = deployment("by-apply", "registry.example.com/team/by-apply:1");
    String file = scene.file(manifest).toString();
    scene.kubectl("apply", "-f", file);
    scene.apply(record("by-apply", "by-apply", "1"));
    scene.awaitReady("by-apply");
    assertThat(scene.image("by-apply")).isEqualTo(image("by-apply", "1"));
    scene.kubectl("apply", "-f", file);
    assertCorrected(
        "by-apply", "registry.example.com/team/by-apply:1", "kubectl-client-side-apply");
  }

  /** Without force the API server says whose the image is; with it, it is as any other write. */
  @Test
  void theOldManifestAppliedByTheServerIsRefusedOrSetBack() {
    pinned("by-server", "");
    String old = "registry.example.com/team/by-server:1";
    String file = scene.file(deployment("by-server", old)).toString();
    AuditLog.Mark mark = scene.audit().mark();
    CommandResult refused = scene.tryKubectl("apply", "--server-side", "-f", file);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stderr())
        .contains("conflict with \"release-operator\"", ".containers[name=\"by-server\"].image");
    assertThat(scene.patchesSince(mark, "deployments", "by-server")).isEmpty();
    scene.kubectl("apply", "--server-side", "--force-conflicts", "-f", file);
    assertCorrected("by-server", old, "kubectl");
  }

  /** What is not an image is nobody's drift, and pods that are only replaced stay verified. */
  @Test
  void whatIsNotAnImageIsLeftAndKeepsVerified() {
    pinned("restarted", "");
    AuditLog.Mark mark = scene.audit().mark();
    Instant since = scene.service("restarted", "restarted").since();
    scene.kubectl("rollout", "restart", "deployment/restarted");
    scene.kubectl("set", "env", "deployment/restarted", "MODE=night");
    scene.kubectl("set", "resources", "deployment/restarted", "--limits=cpu=200m");
    scene.kubectl("scale", "deployment/restarted", "--replicas=3");
    scene.kubectl("rollout", "status", "deployment/restarted", "--timeout=30s");
    Scene.eventually(
        () -> assertThat(scene.service("restarted", "restarted").ready()).isEqualTo("3/3"));
    scene.awaitReady("restarted");
    assertThat(scene.service("restarted", "restarted"))
        .satisfies(
            service -> {
              assertThat(service.phase()).isEqualTo(Phase.Verified);
              assertThat(service.since()).as("never anything else").isEqualTo(since);
            });
    assertThat(scene.status("restarted").drift()).isEmpty();
    assertThat(scene.patchesSince(mark, "deployments", "restarted")).isEmpty();
  }

  /** The label of a workload tells of an older set when another service moved on. */
  @Test
  void aServiceThatTheLastReleaseDidNotTouchIsGovernedAllTheSame() {
    scene.apply(
        deployment("moving", "registry.example.com/team/moving:1"),
        deployment("resting", "registry.example.com/team/resting:1"));
    scene.apply(pair("1"));
    scene.awaitReady("pair");
    scene.apply(pair("2"));
    scene.awaitReady("pair");
    scene.kubectl("set", "image", "deployment/resting", "resting=nginx");
    assertCorrected("pair", "resting", "nginx", "kubectl-set");
  }

  private static String pair(String word) {
    return record(
        "pair",
        """
        services:
        - {name: moving, digest: "%s"}
        - {name: resting, digest: "%s"}
        """
            .formatted(digest(word), digest("1")));
  }

  /** It ran the declared digest before there was a record: nothing was ever written on it. */
  @Test
  void anAdoptedWorkloadIsGovernedAllTheSame() {
    scene.apply(deployment("adopted", image("adopted", "1")));
    AuditLog.Mark mark = scene.audit().mark();
    scene.apply(record("adopted", "adopted", "1"));
    scene.awaitReady("adopted");
    assertThat(scene.patchesSince(mark, "deployments", "adopted")).isEmpty();
    scene.kubectl("set", "image", "deployment/adopted", "adopted=nginx");
    assertCorrected("adopted", "nginx", "kubectl-set");
  }

  @Test
  void reportedDriftIsLeft() {
    pinned("reported", "drift: Report\n");
    AuditLog.Mark mark = scene.audit().mark();
    scene.kubectl("set", "image", "deployment/reported", "reported=nginx");
    var held = scene.awaitPhase("reported", "reported", Phase.Held, "Drifted");
    assertThat(held.message()).contains("nginx", "kubectl-set", "spec.drift");
    Scene.always(
        Duration.ofSeconds(2), () -> assertThat(scene.image("reported")).isEqualTo("nginx"));
    assertThat(scene.patchesSince(mark, "deployments", "reported")).isEmpty();
    assertThat(scene.status("reported").drift())
        .singleElement()
        .satisfies(entry -> assertThat(entry.corrected()).isFalse());
    scene.apply(
        record("reported", "reported", "2").replace("services:", "drift: Report\n  services:"));
    scene.awaitReady("reported");
    assertThat(scene.image("reported")).as("a new digest").isEqualTo(image("reported", "2"));
  }

  /** As above, where the label cannot know it. */
  @Test
  void reportedDriftOfAnAdoptedWorkloadIsLeft() {
    scene.apply(deployment("taken", image("taken", "1")));
    scene.apply(record("taken", "drift: Report\n" + services("taken", "1")));
    scene.awaitReady("taken");
    scene.kubectl("set", "image", "deployment/taken", "taken=nginx");
    scene.awaitPhase("taken", "taken", Phase.Held, "Drifted");
    assertThat(scene.image("taken")).isEqualTo("nginx");
  }

  @Test
  void everyKindAndEveryRoleIsSetBack() {
    scene.apply(
        statefulSet("st", 1, containers("st", "registry.example.com/team/st:1")),
        daemonSet("ds", containers("ds", "registry.example.com/team/ds:1")),
        cronJob("cj", containers("cj", "registry.example.com/team/cj:1")),
        deployment(
            "roles",
            1,
            """
            terminationGracePeriodSeconds: 0
            initContainers:
            - {name: first, image: "registry.example.com/team/roles:1"}
            containers:
            - {name: roles, image: "registry.example.com/team/roles:1"}
            """));
    scene.apply(
        record(
            "kinds",
            """
            services:
            - {name: st, digest: "%1$s", workloads: [{kind: StatefulSet, name: st}]}
            - {name: ds, digest: "%1$s", workloads: [{kind: DaemonSet, name: ds}]}
            - {name: cj, digest: "%1$s", workloads: [{kind: CronJob, name: cj}]}
            - {name: roles, digest: "%1$s"}
            """
                .formatted(digest("1"))));
    scene.awaitReady("kinds");
    scene.kubectl("set", "image", "statefulset/st", "st=nginx");
    scene.kubectl("set", "image", "daemonset/ds", "ds=nginx");
    scene.kubectl("set", "image", "cronjob/cj", "cj=nginx");
    scene.kubectl("set", "image", "deployment/roles", "first=nginx");
    Scene.eventually(
        () -> {
          assertThat(scene.image("StatefulSet", "st", "st")).isEqualTo(image("st", "1"));
          assertThat(scene.image("DaemonSet", "ds", "ds")).isEqualTo(image("ds", "1"));
          assertThat(scene.image("CronJob", "cj", "cj")).isEqualTo(image("cj", "1"));
          assertThat(scene.image("Deployment", "roles", "first")).isEqualTo(image("roles", "1"));
          assertThat(scene.status("kinds").drift())
              .extracting(DriftEntry::workload, DriftEntry::container, DriftEntry::manager)
              .containsExactlyInAnyOrder(
                  tuple("StatefulSet/st", "st", "kubectl-set"),
                  tuple("DaemonSet/ds", "ds", "kubectl-set"),
                  tuple("CronJob/cj", "cj", "kubectl-set"),
                  tuple("Deployment/roles", "first", "kubectl-set"));
        });
    assertThat(scene.events("CronJob", "cj", "DriftCorrected")).hasSize(1);
    scene.awaitReady("kinds");
  }

  private void pinned(String name, String policy) {
    scene.apply(deployment(name, "registry.example.com/team/" + name + ":1"));
    scene.apply(record(name, policy + services(name, "1")));
    scene.awaitReady(name);
    assertThat(scene.image(name)).isEqualTo(image(name, "1"));
  }

  private static String services(String name, String word) {
    return "services:\n- {name: " + name + ", digest: \"" + digest(word) + "\"}\n";
  }

  private void assertCorrected(String name, String foreign, String manager) {
    assertCorrected(name, name, foreign, manager);
  }

  private void assertCorrected(String record, String service, String foreign, String manager) {
    Awaitility.await()
        .atMost(CORRECTION)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(scene.image(service)).isEqualTo(image(service, "1")));
    Scene.eventually(
        () -> {
          assertThat(scene.status(record).drift())
              .first()
              .satisfies(
                  entry -> {
                    assertThat(entry)
                        .extracting(
                            DriftEntry::workload,
                            DriftEntry::container,
                            DriftEntry::image,
                            DriftEntry::manager,
                            DriftEntry::corrected)
                        .containsExactly("Deployment/" + service, service, foreign, manager, true);
                  });
          assertThat(scene.events("Deployment", service, "DriftCorrected"))
              .singleElement()
              .extracting(Event::getNote)
              .asString()
              .contains("ReleaseRecord " + record, "change the record", foreign, manager);
          assertThat(scene.events("ReleaseRecord", record, "DriftCorrected"))
              .singleElement()
              .extracting(Event::getNote)
              .asString()
              .contains("Deployment/" + service, foreign);
          assertThat(operator.metric("releaserecord_drift_total", "name=\"" + record + "\""))
              .isEqualTo(1);
        });
    scene.awaitReady(record);
  }
}
