package dev.releaserecord.draft;

import static dev.releaserecord.draft.Hamlet.A;
import static dev.releaserecord.draft.Hamlet.B;
import static dev.releaserecord.draft.Hamlet.containers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.draft.Draft.SecretUse;
import dev.releaserecord.draft.Draft.Service;
import dev.releaserecord.rollout.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How workloads become services, and what is left out. */
class DrafterTest {

  private static final String OWNED =
      "ownerReferences: [{kind: Kafka, name: events, controller: true}]";

  private static List<String> claims(Service service) {
    return service.workloads().stream()
        .map(it -> it.workload() + (it.containers().isEmpty() ? "" : it.containers().toString()))
        .toList();
  }

  /** The services of a team, and a database beside them. */
  @Test
  void oneRepositoryIsOneServiceOverAllItsWorkloads() {
    Draft draft =
        new Hamlet()
            .workload(
                Kind.Deployment,
                "web",
                "initContainers: [{name: migrate, image: 'r.io/g/app:1.4'}]\n"
                    + containers("web=r.io/g/app:1.4", "proxy=envoyproxy/envoy:v1"))
            .deployment("worker", "r.io/g/app:1.4")
            .workload(Kind.CronJob, "nightly", containers("nightly=r.io/g/app:1.4"))
            .workload(Kind.DaemonSet, "relay", containers("relay=r.io/g/relay:2"))
            .workload(Kind.StatefulSet, "queue", containers("queue=r.io/g/queue:3"))
            .workload(Kind.StatefulSet, "postgres", containers("postgres=postgres:16"))
            .deployment("cache", "redis:7")
            .pod("worker", "r.io/g/app:1.4", "r.io/g/app@" + A)
            .guessed();
    assertThat(draft.services()).extracting(Service::name).containsExactly("app", "queue", "relay");
    Service app = draft.services().getFirst();
    assertThat(claims(app))
        .containsExactly("Deployment/web", "Deployment/worker", "CronJob/nightly");
    assertThat(app.version()).isEqualTo("1.4");
    assertThat(app.notes())
        .containsExactly(
            "Deployment/web: container proxy (envoyproxy/envoy:v1) is not taken for yours");
    assertThat(draft.imagePrefix()).isEqualTo("r.io/g");
    assertThat(draft.dependencies())
        .extracting(it -> it.key().toString())
        .containsExactly("StatefulSet/postgres");
    assertThat(draft.leftOut())
        .containsExactly("Deployment/cache: container cache (redis:7) is not taken for yours");
  }

  @Test
  void whatOthersGovernIsLeftOut() {
    Draft draft =
        new Hamlet()
            .deployment("users", "r.io/g/users:1")
            .deployment("certs", "r.io/g/certs:1")
            .governed(Kind.Deployment, "certs", "core")
            .workload(Kind.Deployment, "made", containers("made=r.io/g/made:1"), OWNED)
            .workload(Kind.StatefulSet, "events", containers("kafka=q.io/s/kafka:1"), OWNED)
            .loose("Pod/debug of no workload, container sh", "busybox")
            .guessed();
    assertThat(draft.services()).extracting(Service::name).containsExactly("users");
    assertThat(draft.imagePrefix()).as("it would spare nothing").isNull();
    assertThat(draft.leftOut())
        .containsExactly(
            "Deployment/certs: ReleaseRecord core governs it",
            "Deployment/made: Kafka/events manages it",
            "Pod/debug of no workload, container sh: busybox");
    assertThat(draft.dependencies()).hasSize(1);
  }

  /** The morning of gobee: nothing runs, and only the prefix says where images will be. */
  @Test
  void placeholdersWithoutARepositoryNeedAPrefix() {
    Hamlet hamlet =
        new Hamlet()
            .deployment("users", "users@IGEST_USERS__")
            .workload(
                Kind.Deployment,
                "certs",
                "initContainers: [{name: migrate, image: 'certs@IGEST_CERTS__'}]\n"
                    + containers("certs=certs@IGEST_CERTS__"));
    assertThat(hamlet.guessed().services()).isEmpty();
    assertThat(hamlet.guessed().leftOut())
        .contains(
            "Deployment/users: container users (users@IGEST_USERS__) holds the placeholder"
                + " @IGEST_USERS__, and names no repository");
    Draft draft = hamlet.below("1.ecr.aws/gobee/core");
    assertThat(draft.imagePrefix()).isEqualTo("1.ecr.aws/gobee/core");
    assertThat(draft.services()).extracting(Service::name).containsExactly("certs", "users");
    assertThat(draft.services())
        .extracting(DrafterTest::claims)
        .containsExactly(List.of("Deployment/certs[migrate, certs]"), List.of("Deployment/users"));
    assertThat(draft.services().getLast().build())
        .isInstanceOfSatisfying(
            Build.Open.class, it -> assertThat(it.why()).endsWith("Write it once it is built."));
    assertThat(draft.services().getLast().notes())
        .singleElement()
        .asString()
        .contains("holds the placeholder @IGEST_USERS__; that it is of", "guess");
  }

  @Test
  void aPlaceholderBehindItsRepositoryIsNoGuess() {
    Draft draft =
        new Hamlet()
            .deployment("bow", "gcr.io/bow/backend:$COMMIT_SHA1")
            .deployment("mark", "gcr.io/bow/backend:1")
            .guessed();
    Service backend = draft.services().getFirst();
    assertThat(backend.image().name()).isEqualTo("gcr.io/bow/backend");
    assertThat(claims(backend)).containsExactly("Deployment/bow", "Deployment/mark");
    assertThat(backend.version()).as("not all name one").isNull();
    assertThat(backend.notes()).singleElement().asString().endsWith("placeholder $COMMIT_SHA1");
  }

  @Test
  void moreWorkloadsThanOneServiceTakesAreSeveralWithOneDigest() {
    Hamlet hamlet = new Hamlet();
    for (int i = 0; i < 20; i++) {
      hamlet.deployment("w%02d".formatted(i), "r.io/g/app:1");
    }
    Draft draft = hamlet.pod("w00", "r.io/g/app:1", "r.io/g/app@" + A).guessed();
    assertThat(draft.services()).extracting(Service::name).containsExactly("app", "app-2");
    assertThat(draft.services()).extracting(it -> it.workloads().size()).containsExactly(16, 4);
    assertThat(draft.services().getLast().build()).isEqualTo(new Build.SameAs("app"));
  }

  @Test
  void oneRepositoryWrittenInTwoWaysIsOne() {
    Draft draft =
        new Hamlet()
            .deployment("a", "docker.io/us/app:1")
            .deployment("b", "us/app:1")
            .deployment("c", "us/app:1")
            .pod("a", "docker.io/us/app:1", "docker.io/us/app@" + B)
            .guessed();
    assertThat(draft.services())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.image().name()).isEqualTo("us/app");
              assertThat(it.build()).isInstanceOf(Build.Known.class);
            });
  }

  private static final String SECRETS =
      """
      imagePullSecrets: [{name: pull}]
      volumes:
      - {name: tls, secret: {secretName: tls, items: [{key: tls.crt, path: c}]}}
      - {name: unused, secret: {secretName: unused}}
      - {name: maybe, secret: {secretName: maybe, optional: true}}
      containers:
      - name: %1$s
        image: r.io/g/%1$s:1
        envFrom: [{secretRef: {name: shared-7f9k2htb5m}}, {configMapRef: {name: c}}]
        env:
        - {name: P, valueFrom: {secretKeyRef: {name: %1$s-rds-cm6h28k5dt, key: PASS}}}
        - {name: H, valueFrom: {secretKeyRef: {name: %1$s-rds-cm6h28k5dt, key: HOST}}}
        - {name: O, valueFrom: {secretKeyRef: {name: other, key: X, optional: true}}}
        volumeMounts: [{name: tls, mountPath: /t}, {name: maybe, mountPath: /m}]
      """;

  @Test
  void secretsAreThoseThatPodsNeedByTheNameOfTheirGenerator() {
    Draft draft =
        new Hamlet()
            .workload(Kind.Deployment, "users", SECRETS.formatted("users"))
            .workload(
                Kind.Deployment,
                "certs",
                SECRETS.formatted("certs").replace("-7f9k2htb5m", "-2222222222"))
            .guessed();
    assertThat(draft.secrets())
        .containsExactly(
            new SecretUse("shared", List.of()), new SecretUse("tls", List.of("tls.crt")));
    assertThat(draft.services())
        .extracting(Service::secrets)
        .containsExactly(
            List.of(new SecretUse("certs-rds", List.of("HOST", "PASS"))),
            List.of(new SecretUse("users-rds", List.of("HOST", "PASS"))));
  }

  @Test
  void whatNoRecordCanSayIsLeftOut() {
    Draft draft =
        new Hamlet()
            .deployment("a", "r.io/g/a:1")
            .deployment("b", "r.io/g/b:1:2")
            .deployment("c", "R.io/g/c:1")
            .guessed();
    assertThat(draft.services()).extracting(Service::name).containsExactly("a");
    assertThat(draft.leftOut()).hasSize(2);
    assertThat(draft.leftOut().getFirst()).contains("is no image");
    assertThat(draft.leftOut().getLast()).contains("in capitals");
  }
}
