package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.AuditLog.Request;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The diary of Bow-Mark, on its sample: one build over eight Deployments and their init containers,
 * a password that is rotated, a restart every night, and the way back.
 */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BowMarkStoryIT {

  private static final String RECORD = "bowmark";
  private static final String REPOSITORY = "itsdevin/bow-mark-server";
  private static final String GOOD = "4f2a91c";
  private static final String BAD = "77b0e3d";

  /** As `openssl rand -base64` makes them: no connection string takes it as it is. */
  private static final String UNFIT = "heron+lake/0002==";

  private static final String ROTATED = "0c11c0de0c11c0de";

  private static final List<String> CONSUMERS = both("consumer");
  private static final List<String> SERVERS = both("server");
  private static final List<String> WORKERS = both("worker");
  private static final List<String> CLIENTS = both("client");

  private final Scene scene;
  private final Sample sample;
  private final Program program;
  private final Builds builds;
  private final Builds queue;
  private PodOperator operator;

  @SuppressWarnings("NullAway.Init") // before the first test
  BowMarkStoryIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.sample = new Sample(scene, "bowmark");
    this.program = new Program(scene);
    this.builds = new Builds(scene, REPOSITORY);
    this.queue = new Builds(scene, "bow-mark/rabbitmq");
  }

  private static List<String> both(String component) {
    return List.of(component + "-deployment", component + "-concrete-deployment");
  }

  @BeforeAll
  void startTheOperator() {
    String names = scene.namespace();
    String volumes =
        Manifests.volume(names, "data-postgres-0", "10Gi")
            + "---\n"
            + Manifests.volume(names, "data-rabbitmq-0", "5Gi");
    scene.kubectl("apply", "-f", scene.file(volumes).toString());
    operator = PodOperator.start(scene);
  }

  @AfterAll
  void stopTheOperator() {
    operator.close();
    String names = scene.namespace();
    String data = names + "-data-";
    scene.kubectl("delete", "pv", data + "postgres-0", data + "rabbitmq-0", "--wait=false");
  }

  @Test
  void oneBuildOverEightDeploymentsAndTheWayBack() {
    apply("infrastructure.yaml");
    apply("deployments.yaml");
    apply("record.yaml");
    nothingWasFilledIn();
    thePipelineDeclaresItsBuild();
    aPasswordIsRotated();
    theNightIsNoDrift();
    theNextBuildIsTakenBack();
    operator.assertNothingWentWrong();
  }

  /** The sample, with images that this cluster can pull. */
  private void apply(String file) {
    sample.applyText(
        Testbox.inPlaceOfPrograms(sample.text(file))
            .replace(REPOSITORY, builds.name())
            .replaceAll("(?<=image: )(rabbitmq|postgres):.*", queue.tagged("3.12"))
            .replaceAll("(?<=image: )rabbitmq .*", queue.name())
            .replaceAll("(?<=digest: )sha256:\\w+", queue.digest("3.13")));
  }

  /** The queue, which has a digest, goes on; of the others each says what it lacks. */
  private void nothingWasFilledIn() {
    for (String name : List.of("consumer", "server", "worker", "client")) {
      var stuck = scene.awaitPhase(RECORD, name, Phase.Stuck, "UnresolvedPlaceholder");
      assertThat(stuck.message()).contains("$COMMIT_SHA1", REPOSITORY);
    }
    scene.awaitPhase(RECORD, "queue", Phase.Verified, "");
    assertThat(scene.image("StatefulSet", "rabbitmq", "rabbitmq")).isEqualTo(queue.image("3.13"));
    assertThat(scene.image("StatefulSet", "postgres", "postgres")).isEqualTo(queue.tagged("3.12"));
    assertThat(row()).contains("1/5", "Stuck", "1/5 verified; consumer and 3 more: unresolved");
    assertThat(condition("DependenciesReady")).isEqualTo("True AllDependenciesReady");
    assertThat(condition("SecretsVerified")).isEqualTo("True AllSecretsFit");
    Scene.eventually(
        () -> assertThat(metric("releaserecord_services", "phase=\"Stuck\"")).isEqualTo(4));
  }

  private void thePipelineDeclaresItsBuild() {
    AuditLog.Mark mark = scene.audit().mark();
    declare(GOOD);
    scene.awaitReady(RECORD);
    everyContainerRuns(GOOD);
    assertThat(patched(mark))
        .as("each of them once, in one patch")
        .containsExactlyInAnyOrderElementsOf(all());
    assertInOrder(patched(mark));
    assertThat(row()).contains("5/5", "Verified", "5/5 verified");
    Scene.eventually(
        () ->
            assertThat(scene.kubectl("get", "pods", "--no-headers"))
                .doesNotContain("InvalidImageName"));
    assertThat(scene.service(RECORD, "server").ready()).isEqualTo("4/4");
    assertThat(scene.service(RECORD, "consumer").version()).isEqualTo(GOOD);
    assertThat(scene.events("ReleaseRecord", RECORD, "Pinned")).isNotEmpty();
    assertThat(metric("releaserecord_ready")).isEqualTo(1);
  }

  /** First one that does not fit: it reaches nobody. */
  private void aPasswordIsRotated() {
    AuditLog.Mark mark = scene.audit().mark();
    password(UNFIT);
    Scene.eventually(
        () ->
            assertThat(scene.service(RECORD, "consumer").message())
                .contains(
                    "not restarted yet: key password of Secret postgres",
                    "must be hexadecimal digits"));
    assertThat(patched(mark)).isEmpty();
    assertThat(scene.service(RECORD, "consumer").phase()).isEqualTo(Phase.Verified);

    password(ROTATED);
    Scene.eventually(
        () ->
            assertThat(patched(mark))
                .containsExactlyInAnyOrderElementsOf(
                    all().stream().filter(it -> !CLIENTS.contains(it)).toList()));
    assertInOrder(patched(mark));
    scene.awaitReady(RECORD);
    Scene.eventually(
        () ->
            assertThat(scene.status(RECORD).services())
                .flatExtracting(it -> it.secrets())
                .allMatch(it -> it.stalePods() == 0));
    assertThat(scene.events("ReleaseRecord", RECORD, "SecretRotated")).isNotEmpty();
    assertThat(scene.events("Deployment", "server-deployment", "Restarted")).hasSize(1);
    assertThat(metric("releaserecord_rotation_pending_seconds")).isZero();
    assertThat(scene.kubectl("get", "rr,deployments,events.events.k8s.io", "-o", "yaml"))
        .doesNotContain(UNFIT, ROTATED, "0a11c0de");
  }

  /** What a CronJob of the diary does to workers and consumers at seven. */
  private void theNightIsNoDrift() {
    AuditLog.Mark mark = scene.audit().mark();
    try (var recorder =
        Recorder.of(scene.client().resources(ReleaseRecord.class).inNamespace(scene.namespace()))) {
      String nightly = "component in (worker,worker-concrete,consumer,consumer-concrete)";
      scene.kubectl("rollout", "restart", "deployments", "-l", nightly);
      scene.kubectl("rollout", "status", "deployments", "-l", nightly, "--timeout=60s");
      assertThat(restartedAt("worker-deployment")).isNotEmpty();
      Scene.always(Duration.ofSeconds(2), () -> assertThat(patched(mark)).isEmpty());
      assertThat(recorder.of(RECORD))
          .isNotEmpty()
          .allSatisfy(
              it ->
                  assertThat(Objects.requireNonNull(it.object().getStatus()).conditions())
                      .filteredOn(condition -> condition.getType().equals("Ready"))
                      .extracting(Condition::getStatus)
                      .containsExactly("True"));
    }
    everyContainerRuns(GOOD);
    assertThat(row()).contains("5/5", "Verified");
    assertThat(scene.status(RECORD).drift()).isEmpty();
    assertThat(metric("releaserecord_drift_total")).isZero();
  }

  private void theNextBuildIsTakenBack() {
    String good = Objects.requireNonNull(scene.status(RECORD).digestSet());
    declare(BAD);
    scene.awaitReady(RECORD);
    everyContainerRuns(BAD);
    String bad = Objects.requireNonNull(scene.status(RECORD).digestSet());
    assertThat(program.run("history", RECORD).out()).contains(good, bad + " (enforced, declared)");

    Program.Ran back = program.run("rollback", RECORD, "--to", good);
    assertThat(back.err()).isEmpty();
    assertThat(back.out())
        .contains("Secret postgres holds other values now (Deployment/consumer-deployment)")
        .contains("declares " + good + " again, and refuses " + bad);
    scene.awaitReady(RECORD);
    everyContainerRuns(GOOD);
    assertThat(scene.service(RECORD, "consumer").version()).isEqualTo(GOOD);
    assertThat(row()).contains("5/5", "Verified");

    declare(BAD);
    assertThat(scene.awaitPhase(RECORD, "consumer", Phase.Blocked, "SetRefused").message())
        .contains(good + " is kept");
    everyContainerRuns(GOOD);
    assertThat(row()).contains("Blocked", "set refused");
  }

  /** The one verb that the pipeline needs. */
  private void declare(String commit) {
    Program.Ran ran =
        program.run(
            "set", RECORD, "consumer=" + builds.digest(commit), "--version", "consumer=" + commit);
    assertThat(ran.code()).as("%s", ran).isZero();
  }

  private void password(String value) {
    scene.kubectl(
        "patch", "secret", "postgres", "-p={\"stringData\":{\"password\":\"" + value + "\"}}");
  }

  private static List<String> all() {
    return Stream.of(CONSUMERS, SERVERS, WORKERS, CLIENTS).flatMap(List::stream).toList();
  }

  /** Consumers before servers and workers, as the record says. */
  private static void assertInOrder(List<String> patched) {
    int last = CONSUMERS.stream().mapToInt(patched::lastIndexOf).max().orElseThrow();
    assertThat(Stream.concat(SERVERS.stream(), WORKERS.stream()).map(patched::indexOf))
        .allMatch(at -> at > last);
  }

  /** The Deployments that the operator has written since then, in its order. */
  private List<String> patched(AuditLog.Mark since) {
    return operator.requestsSince(since).stream()
        .filter(it -> it.verb().equals("patch") && it.resource().equals("deployments"))
        .filter(it -> it.code() == 200)
        .map(Request::name)
        .toList();
  }

  private void everyContainerRuns(String commit) {
    String image = builds.image(commit);
    for (String name : all()) {
      String container = name.substring(0, name.indexOf('-'));
      assertThat(scene.image("Deployment", name, container)).as(name).isEqualTo(image);
    }
    for (String name : CONSUMERS) {
      assertThat(scene.image("Deployment", name, "migrate")).as(name).isEqualTo(image);
    }
  }

  private String restartedAt(String name) {
    String annotations =
        "{.spec.template.metadata.annotations.kubectl\\.kubernetes\\.io/restartedAt}";
    return scene.kubectl("get", "deployment", name, "-o", "jsonpath=" + annotations);
  }

  private String row() {
    return scene.kubectl("get", "rr", RECORD, "--no-headers");
  }

  private String condition(String type) {
    Condition condition = scene.condition(RECORD, type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason();
  }

  private double metric(String name, String... labels) {
    return operator.metric(name, labels);
  }
}
