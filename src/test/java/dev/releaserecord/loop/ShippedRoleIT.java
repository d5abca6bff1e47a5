package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.PREFIX;
import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.cronJob;
import static dev.releaserecord.loop.Manifests.daemonSet;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static dev.releaserecord.loop.Manifests.statefulSet;
import static dev.releaserecord.loop.Scene.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.HistoryEntry;
import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.AuditLog.Use;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.OperatorProcess;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The operator as it is installed, with the rights of {@code base} and no other, through a short
 * life that takes it everywhere. What it asked for then is exactly what it was granted.
 */
@NeedsKwok
class ShippedRoleIT {

  private static final String SECRET =
      "apiVersion: v1\nkind: Secret\nmetadata: {name: users-rds}\nstringData: {PASS: %s}\n";

  private static final String NODE1 = "nodeSelector: {kubernetes.io/hostname: node1}\n";

  private final Scene scene;
  private final Overlay base;

  ShippedRoleIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.base = Overlay.of(scene, "base");
  }

  @Test
  void noVerbIsMissingAndNoneIsUnused() {
    AuditLog.Mark mark = scene.audit().mark();
    base.installRights();
    workloads();
    try (OperatorProcess operator = base.start()) {
      records();
      drift();
      retry();
      approve();
      history();
      drain();
      renewTheLeaseAfterSomebodyTouchedIt();
      assertThat(operator.stop()).isZero();
    }
    scene.apply(SECRET.formatted("heron-lake-0002"));
    try (OperatorProcess _ = base.start()) {
      restartedForTheRotation();
      drift();
      compare(mark);
    }
  }

  private void workloads() {
    scene.apply(
        SECRET.formatted("heron-lake-0001"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: late-env}\ndata: {PORT: '5432'}\n",
        deployment("kept", image("kept", "0")),
        cronJob("smoke", containers("smoke", PREFIX + "/smoke:1")),
        cronJob("nightly", containers("nightly", PREFIX + "/nightly:1")),
        statefulSet("queue", 1, containers("queue", PREFIX + "/queue:1"))
            + "  updateStrategy: {type: OnDelete}\n",
        daemonSet("agent", containers("agent", PREFIX + "/agent:1") + NODE1),
        deployment("fleet", PREFIX + "/fleet:1"),
        statefulSet("fleet", 1, containers("fleet", PREFIX + "/fleet:1")),
        daemonSet("fleet", containers("fleet", PREFIX + "/fleet:1") + NODE1),
        deployment("users", 1, withSecret("users", PREFIX + "/users:1")),
        deployment("broken", 1, withSecret("broken", PREFIX + "/fail-crash@" + digest("1"))),
        deployment("hangs", PREFIX + "/fail-hang:1"),
        deployment("asked", PREFIX + "/asked:1"),
        deployment("waits", PREFIX + "/waits:1"));
    eventually(() -> assertThat(scene.kubectl("get", "pod", "queue-0")).contains("Running"));
  }

  private static String withSecret(String name, String image) {
    return "terminationGracePeriodSeconds: 0\ncontainers:\n"
        + "- {name: %s, image: \"%s\", envFrom: [{secretRef: {name: users-rds}}]}\n"
            .formatted(name, image);
  }

  /** The check of each pod of fleet finds nobody: it is asked, which is the point. */
  private void records() {
    scene.apply(
        // What it refers to nobody needed before: it is read once, by its name.
        deployment(
            "late",
            1,
            withSecret("late", PREFIX + "/late:1")
                .replace("secretRef: {name: users-rds", "configMapRef: {name: late-env")),
        record("late", "registryCheck: Warn\n" + service("late", "")),
        kept("1"),
        record("queue", service("queue", "workloads: [{kind: StatefulSet, name: queue}]")),
        record("agent", service("agent", "workloads: [{kind: DaemonSet, name: agent}]")),
        record("nightly", service("nightly", "workloads: [{kind: CronJob, name: nightly}]")),
        record(
            "fleet",
            service(
                "fleet",
                """
                workloads: [{kind: Deployment, name: fleet}, {kind: StatefulSet, name: fleet}, \
                {kind: DaemonSet, name: fleet}], \
                checks: [{name: each, timeout: 1s, http: {service: {port: 8080}}}]\
                """)),
        record("users", service("users", "secrets: [{name: users-rds, keys: [PASS]}]")),
        record("broken", service("broken", "image: " + PREFIX + "/fail-crash")),
        record(
            "hangs",
            "progressDeadline: 10s\nclearing: {drainPeriod: 1s}\n"
                + service("hangs", "image: " + PREFIX + "/fail-hang")),
        record("asked", "approval: Required\n" + service("asked", "")),
        record(
            "waits",
            "dependencies: [{apiVersion: v1, kind: Service, name: db}]\n" + service("waits", "")));
    scene.awaitReady("kept");
    scene.awaitReady("queue");
    scene.awaitReady("agent");
    scene.awaitReady("nightly");
    scene.awaitReady("users");
    scene.awaitPhase("waits", "waits", Phase.Waiting, "DependencyNotReady");
  }

  private static String service(String name, String more) {
    return "services: [{name: %s, digest: \"%s\"%s}]\n"
        .formatted(name, digest("1"), more.isEmpty() ? "" : ", " + more);
  }

  /** With a Job as check, and room for two sets. */
  private static String kept(String word) {
    return record(
        "kept",
        """
        historyLimit: 2
        services:
        - name: kept
          digest: "%s"
          checks: [{name: smoke, job: {cronJob: smoke}}]
        """
            .formatted(digest(word)));
  }

  /** The next operator says it again: an event that another has written is counted. */
  private void drift() {
    scene.foreignImage("users", PREFIX + "/users:latest", "somebody");
    eventually(
        () -> {
          assertThat(scene.image("users")).isEqualTo(image("users", "1"));
          assertThat(scene.events("Deployment", "users", "DriftCorrected")).isNotEmpty();
        });
  }

  private void retry() {
    scene.awaitPhase("broken", "broken", Phase.Stuck, "CrashLoop");
    eventually(
        () ->
            assertThat(scene.service("broken", "broken").workloads().getFirst().evidence())
                .isNotNull());
    scene.kubectl("annotate", "rr", "broken", "releaserecord.dev/retry=one");
    eventually(() -> assertThat(scene.events("Deployment", "broken", "Cleared")).isNotEmpty());
  }

  private void approve() {
    scene.awaitPhase("asked", "asked", Phase.AwaitingApproval, "");
    scene.apply(
        """
        apiVersion: releaserecord.dev/v1
        kind: ReleaseApproval
        metadata: {name: asked}
        spec: {record: asked, digestSet: "%s", approver: alice}
        """
            .formatted(scene.status("asked").digestSet()));
    scene.awaitReady("asked");
  }

  /** One that is verified again, and one that has no place any more. */
  private void history() {
    for (String word : new String[] {"2", "1", "3"}) {
      scene.apply(kept(word));
      scene.awaitReady("kept");
    }
    eventually(
        () ->
            assertThat(scene.status("kept").history())
                .extracting(HistoryEntry::revision)
                .containsExactly(4L, 3L));
  }

  private void drain() {
    eventually(() -> assertThat(scene.events("Deployment", "hangs", "Restored")).isNotEmpty());
  }

  private void renewTheLeaseAfterSomebodyTouchedIt() {
    scene.kubectl("label", "lease", "release-operator", "touched=yes");
    String before = renewed();
    eventually(() -> assertThat(renewed()).isNotEqualTo(before));
  }

  private String renewed() {
    return scene.kubectl("get", "lease", "release-operator", "-o", "jsonpath={.spec.renewTime}");
  }

  private void restartedForTheRotation() {
    eventually(
        () ->
            assertThat(
                    scene.kubectl(
                        "get",
                        "deployment",
                        "users",
                        "-o",
                        "jsonpath={.spec.template.metadata.annotations}"))
                .contains("releaserecord.dev/restarted-for"));
    scene.awaitReady("users");
  }

  private void compare(AuditLog.Mark mark) {
    Set<String> granted = words(base.granted().stream());
    eventually(
        () -> {
          Set<Use> uses = scene.audit().usesSince(mark, base.user());
          Set<String> used = words(uses.stream().filter(it -> !it.refused()));
          assertThat(
                  Map.of(
                      "missing", words(uses.stream().filter(Use::refused)),
                      "granted, and not used", without(granted, used),
                      "used, and granted by others", without(used, granted)))
              .isEqualTo(
                  Map.of(
                      // They take the overlay of that name.
                      "missing", Set.of("nodes list"),
                      "granted, and not used", Set.of(),
                      "used, and granted by others", Set.of()));
        });
  }

  private static Set<String> without(Set<String> all, Set<String> known) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(known);
    return rest;
  }

  private static Set<String> words(Stream<Use> uses) {
    return uses.map(ShippedRoleIT::words).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String words(Use use) {
    return (use.group().isEmpty() ? "" : use.group() + " ") + use.resource() + " " + use.verb();
  }
}
