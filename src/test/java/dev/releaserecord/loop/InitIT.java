package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.containers;
import static dev.releaserecord.loop.Manifests.cronJob;
import static dev.releaserecord.loop.Manifests.daemonSet;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.releaserecord.api.Dependency;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.PlanRow;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordSpec;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code init} upon a namespace that runs, and what comes of applying what it prints. */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InitIT {

  private static final String APP = "registry.example.com/team/app:1.4";
  private static final String USERS = "registry.example.com/team/users:2";
  private static final String RELAY = "registry.example.com/team/relay:3";

  private static final String WEB =
      """
      terminationGracePeriodSeconds: 0
      initContainers:
      - {name: migrate, image: "%1$s"}
      containers:
      - {name: web, image: "%1$s"}
      - {name: proxy, image: "envoyproxy/envoy:v1"}
      """
          .formatted(APP);

  private static final String WITH_SECRET =
      """
      terminationGracePeriodSeconds: 0
      containers:
      - name: users
        image: "%s"
        env:
        - {name: PGPASS, valueFrom: {secretKeyRef: {name: users-rds-cm6h28k5dt, key: PASS}}}
      """
          .formatted(USERS);

  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: users-rds-cm6h28k5dt}
      stringData: {PASS: '%s'}
      """
          .formatted(Canary.value("init"));

  private static final String LONER =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: loner}
      spec:
        terminationGracePeriodSeconds: 0
        containers: [{name: sh, image: "busybox:1"}]
      """;

  private static final String NOBODY =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: init-reader}
      rules:
      - {apiGroups: [apps], resources: [deployments], verbs: [list]}
      - {apiGroups: [""], resources: [pods], verbs: [list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: init-reader}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: init-reader}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: init-reader}]
      """;

  private final Cluster cluster;
  private final Scene scene;
  private final Program program;

  InitIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.cluster = cluster;
    this.scene = new Scene(cluster, client, namespace);
    this.program = new Program(scene);
  }

  @BeforeAll
  void run() {
    scene.apply(
        SECRET,
        deployment("web", 2, WEB),
        deployment("worker", APP),
        cronJob("nightly", containers("nightly", APP)),
        deployment("users", 1, WITH_SECRET),
        daemonSet("relay", containers("relay", RELAY)),
        statefulSet("postgres", 1, containers("postgres", "postgres:16")),
        deployment("cache", "redis:7"),
        LONER,
        NOBODY);
    for (String workload :
        List.of(
            "deployment/web",
            "deployment/worker",
            "deployment/users",
            "daemonset/relay",
            "statefulset/postgres")) {
      scene.kubectl("rollout", "status", workload, "--timeout=60s");
    }
    scene.kubectl("debug", "postgres-0", "--image=busybox:2", "--container=look", "--attach=false");
  }

  private Program.Ran init(String... words) {
    Program.Ran ran = program.run(words);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    return ran;
  }

  /** As the guide has it: look, apply, read, and only then lift the hold. */
  @Test
  void whatItPrintsChangesNothingUntilTheHoldIsLifted() {
    String draft = init("init", "core").out();
    AuditLog.Mark mark = scene.audit().mark();
    try (LocalOperator operator = scene.operator()) {
      Path file = scene.file(draft);
      scene.kubectl("apply", "-f", file.toString());
      for (String service : List.of("app", "relay", "users")) {
        ServiceStatus held = scene.awaitPhase("core", service, Phase.Held, "");
        assertThat(held.message()).contains("first look");
      }
      Scene.always(Duration.ofSeconds(1), () -> assertThat(patches(mark)).isEmpty());
      assertThat(scene.status("core").plan())
          .extracting(PlanRow::from)
          .containsOnly(APP, USERS, RELAY);
      assertThat(operator.health().problems()).isEmpty();

      Program.Ran plan = program.run("plan", "-f=" + scene.file(lifted(draft)));
      assertThat(plan.err()).isEmpty();
      assertThat(plan.out())
          .contains(
              "1 of 3 services would change at once",
              "Deployment/web: 2 pods restart, though all run this digest already",
              "Deployment/worker: 1 pod restarts, though all run this digest already",
              "relay 3: waits until app is verified: spec.maxInFlight lets 1 service roll");
      scene.deleteRecord("core");
    }
    assertThat(scene.image("Deployment", "web", "web")).isEqualTo(APP);
  }

  private List<AuditLog.Request> patches(AuditLog.Mark mark) {
    return scene.requestsSince(mark).stream()
        .filter(request -> !List.of("get", "list", "watch").contains(request.verb()))
        .filter(request -> !request.resource().startsWith("releaserecords"))
        .filter(request -> !request.resource().equals("events"))
        .toList();
  }

  private static String lifted(String draft) {
    return draft
        .lines()
        .filter(line -> !line.contains("hold: {"))
        .reduce("", (a, b) -> a + b + "\n");
  }

  @Test
  void itIsWhatTheNamespaceRuns() {
    Program.Ran ran = init("init");
    assertThat(ran.out())
        .contains(
            "name: " + scene.namespace(),
            "Taken for yours, because most workloads are from there: registry.example.com.",
            "# Deployment/web: container proxy (envoyproxy/envoy:v1) is not taken for yours",
            "# Nothing tells what these would run; they get the same digest: CronJob/nightly",
            "# keys: [PASS]",
            "# - Deployment/cache: container cache (redis:7) is not taken for yours",
            "# - Pod/loner of no workload, container sh: busybox:1",
            "# - Pod/postgres-0, ephemeral container look: busybox:2")
        .doesNotContain(Canary.value("init"));
    ReleaseRecordSpec spec =
        scene
            .client()
            .getKubernetesSerialization()
            .unmarshal(ran.out(), ReleaseRecord.class)
            .getSpec();
    assertThat(spec.imagePrefix()).isEqualTo("registry.example.com/team");
    assertThat(spec.dependencies())
        .containsExactly(new Dependency("apps/v1", "StatefulSet", "postgres"));
    assertThat(spec.services())
        .extracting(ServiceSpec::name, ServiceSpec::version, ServiceSpec::digest)
        .containsExactly(
            tuple("app", "1.4", digest(APP)),
            tuple("relay", "3", digest(RELAY)),
            tuple("users", "2", digest(USERS)));
    assertThat(spec.services().getLast().secrets().getFirst().name()).isEqualTo("users-rds");
  }

  /** One that is named, whatever most of them run. */
  @Test
  void aPrefixSaysWhoseImagesAreMeant() {
    String out = init("init", "--image-prefix=redis,registry.example.com/team/users").out();
    assertThat(out).contains("- name: redis", "- name: users", "# - DaemonSet/relay:");
    assertThat(out).doesNotContain("- name: app");

    Program.Ran none = program.run("init", "--image-prefix=ghcr.io/nobody");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).isEmpty();
    assertThat(none.err())
        .contains("Nothing in namespace " + scene.namespace() + " is taken for yours", APP);
  }

  @Test
  void rightsThatAreMissingAreNamed() {
    Path reader = cluster.kubeconfigFor("init-reader");
    Scene.eventually(
        () -> {
          Program.Ran ran = program.as(reader, "init");
          assertThat(ran.err()).isEmpty();
          assertThat(ran.out().replace("\n# ", " "))
              .contains(
                  "Not looked at, for you lack these rights: list jobs, list statefulsets, list"
                      + " daemonsets, list cronjobs, list releaserecords.",
                  "digest: " + digest(USERS));
        });
    Program.Ran nobody = program.as(cluster.kubeconfigFor("init-nobody"), "init");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("init-nobody may not list");
  }

  @Test
  void whatAnotherRecordGovernsIsLeftOut() {
    scene.apply(
        Manifests.record("other", "users", "1").replace("spec:", "spec:\n  hold: {reason: r}"));
    try {
      assertThat(init("init").out())
          .contains("# - Deployment/users: ReleaseRecord other governs it")
          .doesNotContain("- name: users");
      assertThat(init("init", "other").out()).contains("- name: users");
    } finally {
      scene.deleteRecord("other");
    }
  }

  @Test
  void aNameThatNoRecordCanHaveIsRefused() {
    Program.Ran ran = program.run("init", "Core!");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("RECORD: \"Core!\" cannot be the name of a record; write");
    assertThat(program.run("init", "--image-prefix=r.io/app:1").err())
        .contains("--image-prefix (RELEASE_OPERATOR_IMAGE_PREFIX): \"r.io/app:1\"");
  }
}
