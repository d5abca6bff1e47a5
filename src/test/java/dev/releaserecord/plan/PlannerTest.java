package dev.releaserecord.plan;

import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);
  private static final String USERS = "r.io/g/users@" + A;
  private static final WorkloadKey USERS_KEY = new WorkloadKey(Kind.Deployment, "users");

  private static final String ONE =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, digest: "%s"}
      """
          .formatted(A);

  private static final String TWO =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, digest: "%s"}
      - {name: certs, digest: "%s", after: [users]}
      """
          .formatted(A, B);

  private static Subject pinned(Duration steady) {
    return deployment("users").container("users", USERS).steadyFor(steady);
  }

  @Test
  void aPlaceholderIsPinnedToTheDeclaredDigest() {
    Scene scene = Scene.of(ONE).with(deployment("users").container("users", "users@IGEST_USERS__"));

    assertThat(scene.plan().actions())
        .singleElement()
        .satisfies(
            pin -> {
              assertThat(pin.workload()).isEqualTo(USERS_KEY);
              assertThat(pin.uid()).isEqualTo("uid-Deployment/users");
              assertThat(pin.set()).hasSize(32);
              assertThat(pin.correctsDrift()).isFalse();
              assertThat(pin.changes())
                  .extracting(ImageChange::container, ImageChange::from, ImageChange::to)
                  .containsExactly(
                      org.assertj.core.groups.Tuple.tuple("users", "users@IGEST_USERS__", USERS));
            });
    assertThat(scene.state("users")).isInstanceOf(ServiceState.RollingOut.class);
  }

  @Test
  void whatIsPinnedAndSteadyIsVerifiedAfterSettle() {
    Scene young = Scene.of(ONE).with(pinned(Duration.ofSeconds(29)));
    assertThat(young.state("users")).isInstanceOf(ServiceState.RollingOut.class);
    assertThat(young.plan().recheckAt()).contains(young.at().plusSeconds(1));

    Scene old = Scene.of(ONE).with(pinned(Duration.ofSeconds(30)));
    assertThat(old.state("users")).isInstanceOf(ServiceState.Verified.class);
    assertThat(old.plan().actions()).isEmpty();
    assertThat(old.plan().recheckAt()).isEmpty();
  }

  @Test
  void aTagBesideTheDeclaredDigestIsNoReasonToRestart() {
    Scene scene =
        Scene.of(ONE)
            .with(
                deployment("users")
                    .container("users", "r.io/g/users:1.4@" + A)
                    .steadyFor(Duration.ofHours(1)));

    assertThat(scene.plan().actions()).isEmpty();
  }

  @Test
  void readyPodsOfAnotherImageDoNotCount() {
    Scene scene =
        Scene.of(ONE)
            .with(
                deployment("users")
                    .container("users", USERS)
                    .replicas(new Replicas(1, 1, 1, 1, true))
                    .pod("r.io/g/users@" + B, "", Instant.EPOCH));

    assertThat(scene.service("users").ready()).isZero();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.RollingOut.class);
  }

  @Test
  void aPodWhoseImageIdContradictsItsSpecDoesNotCount() {
    Scene scene =
        Scene.of(ONE)
            .with(
                deployment("users")
                    .container("users", USERS)
                    .replicas(new Replicas(1, 1, 1, 1, true))
                    .pod(USERS, "r.io/g/users@" + B, Instant.EPOCH));

    assertThat(scene.service("users").ready()).isZero();
  }

  @Test
  void aServiceWithoutADigestWaitsAndHoldsBackNobody() {
    Scene scene =
        Scene.of(
                """
                imagePrefix: r.io/g
                services:
                - {name: users, digest: "%s"}
                - {name: certs}
                """
                    .formatted(A))
            .with(deployment("users").container("users", "users:old"))
            .with(deployment("certs").container("certs", "certs:old").steadyFor(Duration.ZERO));

    assertThat(scene.state("certs")).isInstanceOf(ServiceState.AwaitingDigest.class);
    assertThat(scene.plan().actions()).extracting(Pin::workload).containsExactly(USERS_KEY);
  }

  @Test
  void withoutADigestAPlaceholderThatKeepsAllPodsDownIsStuck() {
    Scene scene =
        Scene.of("imagePrefix: r.io/g\nservices: [{name: users}]")
            .with(deployment("users").container("users", "users@IGEST_USERS__"));

    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Stuck.class,
            stuck -> {
              assertThat(stuck.cause()).isEqualTo(Cause.UnresolvedPlaceholder);
              assertThat(stuck.message()).contains("@IGEST_USERS__", "declare a digest");
            });
  }

  @Test
  void anAbsentWorkloadIsWaitedForUntilTheDeadline() {
    Scene scene = Scene.of(ONE);
    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Waiting.class,
            waiting -> {
              assertThat(waiting.cause()).isEqualTo(Cause.WorkloadNotFound);
              assertThat(waiting.message()).contains("Deployment/users", "gobee");
            });
    assertThat(scene.plan().recheckAt()).contains(scene.at().plus(Duration.ofMinutes(10)));

    scene.pass();
    scene.later(Duration.ofMinutes(10));
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Blocked.class);
    scene.pass();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Blocked.class);

    scene.with(pinned(Duration.ofHours(1)));
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);
  }

  @Test
  void whatCannotBeReadIsNeverTakenForAbsent() {
    Scene scene = Scene.of(ONE).unreadable(USERS_KEY, "cannot read deployments: grant list");

    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Waiting.class,
            waiting -> assertThat(waiting.message()).contains("grant list"));
    assertThat(scene.plan().actions()).isEmpty();
  }

  @Test
  void anotherProgramIsNeverOverwritten() {
    Scene scene =
        Scene.of(ONE).with(deployment("users").container("db", "postgres:16").container("x", "y"));

    assertThat(scene.plan().actions()).isEmpty();
    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Blocked.class,
            blocked -> {
              assertThat(blocked.cause()).isEqualTo(Cause.ContainerNotFound);
              assertThat(blocked.message()).contains("db (postgres:16)", "x (y)");
            });
  }

  @Test
  void theOnlyContainerIsOursIfItsImageEndsTheSame() {
    Scene ours = Scene.of(ONE).with(deployment("users").container("app", "old.io/x/users:7"));
    assertThat(ours.plan().actions()).hasSize(1);

    Scene foreign = Scene.of(ONE).with(deployment("users").container("app", "postgres:16"));
    assertThat(foreign.plan().actions()).isEmpty();
  }

  @Test
  void initContainersAndSidecarsOfTheRepositoryArePinnedToo() {
    Scene scene =
        Scene.of(ONE)
            .with(
                deployment("users")
                    .container("migrate", "r.io/g/users:1", ContainerRole.Init)
                    .container("proxy", "envoy:1", ContainerRole.Sidecar)
                    .container("users", "r.io/g/users:1"));

    assertThat(scene.plan().actions().getFirst().changes())
        .extracting(change -> change.slot().role(), change -> change.slot().index())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(ContainerRole.Init, 0),
            org.assertj.core.groups.Tuple.tuple(ContainerRole.Main, 0));
  }

  @Test
  void aNamedContainerThatIsAbsentBlocks() {
    Scene scene =
        Scene.of(
                """
                imagePrefix: r.io/g
                services:
                - name: users
                  digest: "%s"
                  workloads: [{name: users, containers: [web]}]
                """
                    .formatted(A))
            .with(deployment("users").container("users", "r.io/g/users:1"));

    assertThat(scene.state("users").cause()).isEqualTo(Cause.ContainerNotFound);
    assertThat(scene.state("users").message()).contains("web", "users (r.io/g/users:1)");
  }

  @Test
  void aWorkloadWithAControllerIsLeftToIt() {
    Scene scene =
        Scene.of(ONE)
            .with(deployment("users").container("users", "users:1").controlledBy("Ring/a"));

    assertThat(scene.state("users").cause()).isEqualTo(Cause.ManagedElsewhere);
    assertThat(scene.state("users").message()).contains("Ring/a");
    assertThat(scene.plan().actions()).isEmpty();
  }

  @Test
  void theOlderRecordKeepsAContainer() {
    Scene younger =
        Scene.of(ONE)
            .with(deployment("users").container("users", "r.io/g/users:1"))
            .rival(USERS_KEY, "older", Instant.parse("2025-01-01T00:00:00Z"), "r.io/g/users");
    assertThat(younger.plan().actions()).isEmpty();
    assertThat(younger.service("users").stall())
        .satisfies(
            stall -> {
              assertThat(stall).isNotNull();
              assertThat(stall.reason()).isEqualTo(StallReason.WorkloadClaimed);
              assertThat(stall.message()).contains("older");
            });

    Scene older =
        Scene.of(ONE)
            .with(deployment("users").container("users", "r.io/g/users:1"))
            .rival(USERS_KEY, "younger", Instant.parse("2026-01-01T00:00:00Z"), "r.io/g/users");
    assertThat(older.plan().actions()).hasSize(1);
  }

  @Test
  void twoServicesOnOneWorkloadAreOnePatch() {
    Scene scene =
        Scene.of(
                """
                imagePrefix: r.io/g
                services:
                - {name: users, digest: "%s", workloads: [{name: all}]}
                - {name: certs, digest: "%s", workloads: [{name: all}]}
                """
                    .formatted(A, B))
            .with(
                deployment("all")
                    .container("users", "r.io/g/users:1")
                    .container("certs", "r.io/g/certs:1"));

    assertThat(scene.plan().actions()).hasSize(1);
    assertThat(scene.plan().actions().getFirst().changes()).hasSize(2);
  }

  @Test
  void twoServicesThatClaimOneContainerAreRefused() {
    Scene scene =
        Scene.of(
                """
                services:
                - {name: one, image: r.io/g/users, digest: "%s", workloads: [{name: users}]}
                - {name: two, image: r.io/g/users, digest: "%s", workloads: [{name: users}]}
                """
                    .formatted(A, B))
            .with(deployment("users").container("users", "r.io/g/users:1"));

    assertThat(scene.plan().actions()).isEmpty();
    assertThat(stall(scene).reason()).isEqualTo(StallReason.Refused);
    assertThat(stall(scene).message()).contains("one and two");
  }

  @Test
  void aCircleOfAfterIsRefusedByName() {
    Scene scene =
        Scene.of(
                """
                imagePrefix: r.io/g
                services:
                - {name: a, digest: "%s", after: [c]}
                - {name: b, digest: "%s", after: [a]}
                - {name: c, digest: "%s", after: [b]}
                """
                    .formatted(A, A, A))
            .with(deployment("a").container("a", "r.io/g/a:1"));

    assertThat(scene.plan().actions()).isEmpty();
    assertThat(stall(scene).message()).contains("a → c → b → a");
  }

  @Test
  void afterIsWaitedFor() {
    Scene scene =
        Scene.of(TWO)
            .with(deployment("users").container("users", "r.io/g/users:1"))
            .with(deployment("certs").container("certs", "r.io/g/certs:1"));
    assertThat(scene.plan().actions()).extracting(Pin::workload).containsExactly(USERS_KEY);
    assertThat(scene.state("certs").message()).contains("users");
    assertThat(scene.plan().pending()).hasSize(1);

    scene.with(pinned(Duration.ofMinutes(1)));
    assertThat(scene.plan().actions()).extracting(pin -> pin.workload().name()).contains("certs");
  }

  @Test
  void maxInFlightBoundsWhatRolls() {
    String spec =
        """
        imagePrefix: r.io/g
        maxInFlight: 1
        services:
        - {name: users, digest: "%s"}
        - {name: certs, digest: "%s"}
        """
            .formatted(A, B);
    Scene scene =
        Scene.of(spec)
            .with(deployment("users").container("users", "r.io/g/users:1"))
            .with(deployment("certs").container("certs", "r.io/g/certs:1"));
    assertThat(scene.plan().actions()).hasSize(1);
    assertThat(scene.state("certs")).isInstanceOf(ServiceState.Waiting.class);

    scene.with(pinned(Duration.ZERO));
    assertThat(scene.plan().actions()).isEmpty();

    scene.with(pinned(Duration.ofMinutes(1)));
    assertThat(scene.plan().actions()).hasSize(1);
  }

  @Test
  void aHoldStopsEverythingAndItsEndIsARecheck() {
    Scene scene =
        Scene.of("hold: {reason: incident 42, until: \"2026-01-01T01:00:00Z\"}\n" + ONE)
            .with(deployment("users").container("users", "r.io/g/users:1"));
    assertThat(scene.plan().actions()).isEmpty();
    assertThat(scene.plan().pending()).hasSize(1);
    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Held.class,
            held -> assertThat(held.message()).startsWith("on hold: incident 42"));
    assertThat(scene.plan().recheckAt()).contains(Instant.parse("2026-01-01T01:00:00Z"));

    scene.later(Duration.ofHours(1));
    assertThat(scene.plan().actions()).hasSize(1);
  }

  @Test
  void aBrokenServiceUnderAHoldStaysWhatItIs() {
    Scene scene =
        Scene.of("hold: {reason: incident 42}\n" + ONE)
            .with(deployment("users").container("users", "users@IGEST_USERS__"));

    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Stuck.class, stuck -> assertThat(stuck.message()).startsWith("on hold:"));
    assertThat(scene.plan().actions()).isEmpty();
  }

  @Test
  void gatesThatThisVersionCannotOpenHoldBackEverything() {
    Subject old = deployment("users").container("users", "r.io/g/users:1");
    Scene approval = Scene.of("approval: Required\n" + ONE).with(old);
    assertThat(approval.plan().actions()).isEmpty();
    assertThat(approval.state("users")).isInstanceOf(ServiceState.AwaitingApproval.class);

    Scene dependency =
        Scene.of("dependencies: [{apiVersion: v1, kind: Service, name: db}]\n" + ONE).with(old);
    assertThat(dependency.plan().actions()).isEmpty();
    assertThat(dependency.state("users").cause()).isEqualTo(Cause.DependencyNotReady);
  }

  @Test
  void aRefusedSetIsNeverPinned() {
    String set = Scene.of(ONE).plan().sets().declared();
    Scene scene =
        Scene.of("refuse: [\"" + set + "\"]\n" + ONE)
            .with(deployment("users").container("users", "r.io/g/users:1"));

    assertThat(scene.plan().actions()).isEmpty();
    assertThat(scene.state("users").cause()).isEqualTo(Cause.SetRefused);
  }

  @Test
  void checksAreNotSkippedSilently() {
    Scene scene = Scene.of(ONE).with(pinned(Duration.ofHours(1)));
    scene.pass();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);

    scene.spec(
        """
        imagePrefix: r.io/g
        services:
        - name: users
          digest: "%s"
          checks: [{name: port, tcp: {host: users.gobee.svc, port: 8080}}]
        """
            .formatted(A));

    assertThat(scene.state("users")).isInstanceOf(ServiceState.Checking.class);
  }

  @Test
  void aForeignImageOfAnotherRepositoryIsStillDrift() {
    Scene scene = Scene.of(ONE).with(pinned(Duration.ofHours(1)));
    scene.pass();
    String set = scene.status().enforcedSet();
    assertThat(set).isNotNull();
    scene.with(
        deployment("users").pinnedTo(set).container("users", "evil.io/x:1").container("b", "b"));

    assertThat(scene.plan().actions().getFirst().correctsDrift()).isTrue();
    assertThat(scene.plan().actions().getFirst().changes().getFirst().manager())
        .isEqualTo("kubectl");
  }

  @Test
  void driftIsKnownWhereOnlyAnotherServiceMovedSince() {
    String spec =
        """
        imagePrefix: r.io/g
        drift: Report
        services:
        - {name: users, digest: "%s"}
        - {name: certs, digest: "%s"}
        """;
    Subject certs = deployment("certs").container("certs", "r.io/g/certs@" + B);
    Scene scene =
        Scene.of(spec.formatted(A, B))
            .with(pinned(Duration.ofHours(1)))
            .with(certs.steadyFor(Duration.ofHours(1)));
    scene.pass();
    String first = scene.status().enforcedSet();
    assertThat(first).isNotNull();
    scene.spec(spec.formatted(A, A));
    scene.pass();

    scene.with(deployment("users").pinnedTo(first).container("users", "users:latest"));
    for (int pass = 0; pass < 3; pass++) {
      assertThat(scene.state("users").cause()).isEqualTo(Cause.Drifted);
      scene.pass();
    }
  }

  @Test
  void aNewDigestUnderReportedDriftIsPinned() {
    Scene scene = Scene.of("drift: Report\n" + ONE).with(pinned(Duration.ofHours(1)));
    scene.pass();

    scene.spec("drift: Report\n" + ONE.replace(A, B));
    assertThat(scene.plan().actions()).hasSize(1);
    assertThat(scene.plan().actions().getFirst().correctsDrift()).isFalse();
  }

  @Test
  void reportedDriftIsHeldAndLeftAlone() {
    Scene scene = Scene.of("drift: Report\n" + ONE).with(pinned(Duration.ofHours(1)));
    scene.pass();
    String set = scene.status().enforcedSet();
    assertThat(set).isNotNull();
    scene.with(deployment("users").pinnedTo(set).container("users", "users:latest"));

    assertThat(scene.plan().actions()).isEmpty();
    assertThat(scene.state("users").cause()).isEqualTo(Cause.Drifted);
    assertThat(scene.state("users").message()).contains("users:latest", "kubectl");
  }

  @Test
  void aRestartOfTheSameDigestsKeepsVerifiedWhileSomethingServes() {
    Scene scene = Scene.of(ONE).with(pinned(Duration.ofHours(1)));
    scene.pass();

    scene.with(pinned(Duration.ZERO).replicas(new Replicas(2, 3, 1, 2, true)));
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);

    scene.with(deployment("users").container("users", USERS));
    assertThat(scene.state("users")).isInstanceOf(ServiceState.RollingOut.class);
  }

  @Test
  void aCronJobFailsByItsLastJobOfThePresentTemplate() {
    Instant noon = Instant.parse("2025-12-31T12:00:00Z");
    String spec =
        """
        imagePrefix: r.io/g
        services:
        - {name: users, digest: "%s", workloads: [{kind: CronJob, name: nightly}]}
        """
            .formatted(A);
    Subject nightly = Subject.of(Kind.CronJob, "nightly").container("job", USERS);
    assertThat(Scene.of(spec).with(nightly).state("users"))
        .isInstanceOf(ServiceState.Verified.class);

    nightly.run("n-1", USERS, noon, true).run("n-2", "r.io/g/users:1", noon.plusSeconds(9), false);
    assertThat(Scene.of(spec).with(nightly).state("users")).isInstanceOf(ServiceState.Failed.class);

    nightly.run("n-3", USERS, noon.plusSeconds(10), false);
    assertThat(Scene.of(spec).with(nightly).state("users"))
        .isInstanceOf(ServiceState.Verified.class);
  }

  @Test
  void digestFromTakesImageAndDigestOfTheOther() {
    Scene scene =
        Scene.of(
                """
                imagePrefix: r.io/g
                services:
                - {name: users, digest: "%s"}
                - {name: worker, digestFrom: users}
                """
                    .formatted(A))
            .with(deployment("worker").container("w", "r.io/g/users:1"));

    assertThat(scene.plan().actions().getFirst().changes())
        .extracting(ImageChange::to)
        .containsExactly(USERS);
  }

  @Test
  void templatesAloneShowTheseWarnings() {
    Scene scene =
        Scene.of(ONE)
            .with(
                deployment("users")
                    .withoutProbes()
                    .container("users", USERS)
                    .container("logger", "fluent:1")
                    .gitOps("the Argo CD application gobee")
                    .strategy(new dev.releaserecord.rollout.Strategy(false, false, true)));

    assertThat(scene.service("users").warnings())
        .extracting(ServicePlan.Warning::reason)
        .containsExactly(
            "NoReadinessProbe",
            "NothingProven",
            "SurgeDeadlock",
            "UnpinnedContainer",
            "ManagedByGitOps");
  }

  @Test
  void planningAFullRecordIsQuickAndDeep() {
    StringBuilder spec = new StringBuilder("imagePrefix: r.io/g\nservices:\n");
    for (int i = 0; i < 256; i++) {
      spec.append("- {name: s%d, digest: \"%s\"".formatted(i, A));
      spec.append(i == 0 ? "}\n" : ", after: [s%d]}\n".formatted(i - 1));
    }
    Scene scene = Scene.of(spec.toString());
    for (int i = 0; i < 256; i++) {
      scene.with(deployment("s" + i).container("c", "r.io/g/s" + i + ":1"));
    }

    assertThat(scene.plan().actions())
        .extracting(pin -> pin.workload().name())
        .isEqualTo(List.of("s0"));
  }

  private static Stall stall(Scene scene) {
    return java.util.Objects.requireNonNull(scene.plan().stall());
  }
}
