package dev.releaserecord.loop;

import static dev.releaserecord.loop.DatabaseManifests.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.releaserecord.api.Evidence;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/**
 * Services that log in to a real PostgreSQL when they start, with what their Secret says: the
 * stories of two teams that lost days to a key that was missing and to a password that was rotated.
 */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseIT {

  private static final List<String> SERVICES = List.of("users", "domains", "certs");

  private static final String OLD = Canary.value("old");
  private static final String NEW = Canary.value("new");
  private static final String NEWEST = Canary.value("newest");

  private final Scene scene;
  private final String before;
  private final String after;
  private final Postgres postgres;
  private final DatabaseManifests manifests;
  private final DatabaseServices services;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.releaserecord");

  DatabaseIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.before = cluster.postgresImage("database/app", "1");
    this.after = cluster.postgresImage("database/app", "2");
    this.postgres = Postgres.start(scene, before);
    this.manifests = new DatabaseManifests(postgres.host());
    this.services = new DatabaseServices(scene, postgres, SERVICES);
  }

  @BeforeEach
  void listen() {
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void clear() {
    logger.detachAppender(log);
    logger.setAdditive(true);
    logger.setLevel(null);
    scene.kubectl("delete", "rr,deployments,cronjobs", "--all", "--timeout=30s");
  }

  @Test
  void aMissingKeyAndAPasswordThatTheDatabaseDoesNotKnowYet() {
    postgres.role(ROLE, OLD);
    scene.apply(manifests.secret(OLD));
    SERVICES.forEach(name -> scene.apply(DatabaseManifests.service(name, before)));
    Scene.eventually(() -> assertThat(postgres.sessions(ROLE)).containsOnlyKeys(SERVICES));
    try (LocalOperator _ = scene.operator()) {
      theKeyThatIsMissing();
      AuditLog.Mark mark = scene.audit().mark();
      Map<String, String> serving = postgres.sessions(ROLE);

      scene.apply(manifests.secret(NEW));
      theFirstFailsAndNobodyElseIsTouched(mark, serving);
      postgres.alter(ROLE, NEW);
      scene.kubectl("annotate", "rr", "core", "releaserecord.dev/retry=1");
      services.awaitRestarted(mark);
      assertThat(services.restarts(mark)).containsExactly("users", "domains", "certs");
      services.assertAllNew(serving);

      AuditLog.Mark again = scene.audit().mark();
      Map<String, String> then = postgres.sessions(ROLE);
      postgres.alter(ROLE, NEWEST);
      scene.apply(manifests.secret(NEWEST));
      services.awaitRestarted(again);
      assertThat(services.restarts(again)).containsExactly("users", "domains", "certs");
      services.assertAllNew(then);
      nothingLeaks();
    }
  }

  /** A key is lost in the Secret while the pods of the release before run. */
  private void theKeyThatIsMissing() {
    AuditLog.Mark mark = scene.audit().mark();
    Map<String, String> serving = postgres.sessions(ROLE);
    scene.kubectl(
        "patch",
        "secret/gobee-rds",
        "--type=json",
        "-p=[{\"op\":\"remove\",\"path\":\"/data/SSLMODE\"}]");
    scene.apply(DatabaseManifests.record(after));
    for (String name : SERVICES) {
      ServiceStatus blocked = scene.awaitPhase("core", name, Phase.Blocked, "MissingSecretKey");
      assertThat(blocked.message())
          .startsWith(
              "Secret gobee-rds has no key SSLMODE, which the record, container migrate of"
                  + " Deployment/"
                  + name);
    }
    assertThat(services.restarts(mark)).isEmpty();
    assertThat(scene.image("users")).isEqualTo(before);
    assertThat(postgres.sessions(ROLE)).as("the old pods serve").isEqualTo(serving);

    scene.apply(manifests.secret(OLD));
    services.awaitWhole();
    assertThat(SERVICES).allMatch(name -> scene.image(name).equals(after));
  }

  private void theFirstFailsAndNobodyElseIsTouched(
      AuditLog.Mark mark, Map<String, String> serving) {
    ServiceStatus users = scene.awaitPhase("core", "users", Phase.Stuck, "InitCrashLoop");
    assertThat(users.message())
        .contains(
            "it was restarted for what Secret gobee-rds holds now: if that is wrong, write the"
                + " right value, and it is restarted again; if a database does not know it yet,"
                + " tell it, and have its pods tried again at once: annotate the record with"
                + " releaserecord.dev/retry=<any new value>; certs, domains not restarted until it"
                + " is well");
    Scene.eventually(() -> assertThat(evidence("users").log()).contains("FATAL:"));
    Evidence evidence = evidence("users");
    assertThat(evidence.container()).isEqualTo("migrate");
    assertThat(evidence.exitCode()).isEqualTo(2);
    assertThat(evidence.log())
        .startsWith("psql: error: connection to server at \"" + postgres.host() + "\", port 5432")
        .endsWith("failed: FATAL:  password authentication failed for user \"[redacted]\"");
    assertThat(scene.service("core", "domains").message())
        .contains("not restarted yet: users, which was restarted first, is not well with what");
    Scene.always(
        Duration.ofSeconds(2), () -> assertThat(services.restarts(mark)).containsExactly("users"));
    assertThat(postgres.sessions(ROLE)).as("all go on serving").isEqualTo(serving);
    nothingLeaks();
  }

  private Evidence evidence(String service) {
    return Objects.requireNonNull(
        scene.service("core", service).workloads().getFirst().evidence(), "no evidence yet");
  }

  /** The search finds what is there, and what it looks through is not empty. */
  private void nothingLeaks() {
    assertThat(Canary.in(scene.kubectl("get", "secret", "gobee-rds", "-o", "yaml"))).isNotEmpty();
    String lines =
        log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));
    assertThat(lines).contains("users");
    assertThat(Canary.in(lines)).as(lines).isEmpty();
    String said =
        scene.kubectl("get", "rr,deployments,replicasets,events.events.k8s.io", "-o", "yaml");
    assertThat(said).contains("gobee-rds");
    assertThat(Canary.in(said)).as(said).isEmpty();
  }

  /** With a check that comes before a restart the first one does not even fail. */
  @Test
  void aPasswordOfWhichACheckFindsThatTheDatabaseDoesNotKnowItYet() {
    postgres.role(ROLE, OLD);
    scene.apply(manifests.secret(OLD), DatabaseManifests.smoke(after));
    SERVICES.forEach(name -> scene.apply(DatabaseManifests.service(name, before)));
    Scene.eventually(() -> assertThat(postgres.sessions(ROLE)).containsOnlyKeys(SERVICES));
    AuditLog.Mark start = scene.audit().mark();
    try (LocalOperator _ = scene.operator()) {
      scene.apply(DatabaseManifests.recordWithChecks(after));
      services.awaitWhole();
      assertThat(SERVICES).allMatch(name -> scene.image(name).equals(after));
      assertThat(services.checks()).containsOnly("AfterRollout Passed").hasSize(SERVICES.size());
      assertThat(services.jobs(start)).hasSize(SERVICES.size());

      AuditLog.Mark mark = scene.audit().mark();
      Map<String, String> serving = postgres.sessions(ROLE);
      long refused = postgres.refusals(ROLE);
      scene.apply(manifests.secret(NEW));
      nobodyIsRestarted(mark, serving, refused);

      postgres.alter(ROLE, NEW);
      scene.kubectl("annotate", "rr", "core", "--overwrite", "releaserecord.dev/retry=told");
      services.awaitRestarted(mark);
      // Whose check passes first is restarted first, and alone.
      assertThat(services.restarts(mark))
          .containsExactlyInAnyOrderElementsOf(SERVICES)
          .containsSubsequence("domains", "certs");
      assertThat(services.checks())
          .contains("AfterRollout Passed")
          .doesNotContain("BeforeRestart Failed");
      services.assertAllNew(serving);
    }
  }

  private void nobodyIsRestarted(AuditLog.Mark mark, Map<String, String> serving, long refused) {
    for (String name : SERVICES) {
      ServiceStatus blocked = scene.awaitPhase("core", name, Phase.Blocked, "RotationUnproven");
      assertThat(blocked.message())
          .contains("Secret gobee-rds changed at ", "; not restarted yet: check select-1 failed: ");
    }
    assertThat(services.checks()).contains("BeforeRestart Failed");
    Scene.always(Duration.ofSeconds(2), () -> assertThat(services.restarts(mark)).isEmpty());
    assertThat(postgres.sessions(ROLE)).as("all go on serving").isEqualTo(serving);
    assertThat(postgres.refusals(ROLE)).isEqualTo(refused + SERVICES.size());
    nothingLeaks();
  }

  /** The image reads the names of the other family, and the pods of before crash for it. */
  @Test
  void twoFamiliesOfNamesOfWhichOneIsMissing() {
    String secrets = manifests.robsonSecrets();
    postgres.role("robson_staging", "kX3vBq9sTf");
    scene.apply(
        secrets.replaceAll(" +RBS_(PG|SECRET).*\n", ""), DatabaseManifests.robsonBackend(before));
    Scene.eventually(
        () ->
            assertThat(scene.kubectl("get", "pods"))
                .containsPattern("backend-staging.*(Error|CrashLoopBackOff)"));
    try (LocalOperator _ = scene.operator()) {
      scene.apply(DatabaseManifests.robsonRecord(after));
      ServiceStatus blocked =
          scene.awaitPhase("robson", "backend-staging", Phase.Blocked, "MissingSecretKey");
      assertThat(blocked.message())
          .startsWith(
              "Secret django-staging has no keys RBS_PG_DATABASE, RBS_PG_HOST, RBS_PG_PASSWORD,"
                  + " RBS_PG_USER, RBS_SECRET_KEY, which the record needs");
      assertThat(scene.image("Deployment", "backend-staging", "backend")).isEqualTo(before);

      scene.apply(secrets);
      scene.awaitReady("robson");
      Scene.eventually(
          () -> assertThat(postgres.sessions("robson_staging")).containsKey("backend-staging"));
      assertThat(scene.kubectl("get", "rr,events.events.k8s.io", "-o", "yaml"))
          .doesNotContain("kX3vBq9sTf", "django-insecure-staging");
    }
  }
}
