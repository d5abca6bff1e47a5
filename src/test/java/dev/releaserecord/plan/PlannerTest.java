package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS;
import static dev.releaserecord.plan.Gobee.USERS_KEY;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a record comes to: what is pinned, where each service stands, what is warned of. */
class PlannerTest {

  @Test
  void aPlaceholderIsPinnedToTheDeclaredDigest() {
    Scene scene = Scene.of(ONE).with(deployment("users").container("users", "users@IGEST_USERS__"));

    assertThat(scene.plan().work().pins())
        .singleElement()
        .satisfies(
            pin -> {
              assertThat(pin.workload()).isEqualTo(USERS_KEY);
              assertThat(pin.uid()).isEqualTo("uid-Deployment/users");
              assertThat(pin.set()).hasSize(32);
              assertThat(pin.correctsDrift()).isFalse();
              assertThat(pin.changes())
                  .extracting(ImageChange::container, ImageChange::from, ImageChange::to)
                  .containsExactly(tuple("users", "users@IGEST_USERS__", USERS));
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
    assertThat(old.plan().work().pins()).isEmpty();
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

    assertThat(scene.plan().work().pins()).isEmpty();
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
    assertThat(scene.plan().work().pins()).extracting(Pin::workload).containsExactly(USERS_KEY);
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
    assertThat(scene.plan().work().pins()).isEmpty();
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

    assertThat(scene.plan().work().pins().getFirst().changes())
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
                    .gitOps(new Marks.GitOps(Marks.Tool.ArgoCd, "gobee"))
                    .strategy(new Strategy(false, false, 0, true)));

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

    assertThat(scene.plan().work().pins())
        .extracting(pin -> pin.workload().name())
        .isEqualTo(List.of("s0"));
  }
}
