package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS_KEY;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.releaserecord.condition.StallReason;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which containers a service governs, and whose a container is that two want. */
class ContainerChoiceTest {

  @Test
  void initContainersAndSidecarsOfTheRepositoryArePinnedToo() {
    Scene scene =
        Scene.of(ONE)
            .with(
                deployment("users")
                    .container("migrate", "r.io/g/users:1", ContainerRole.Init)
                    .container("proxy", "envoy:1", ContainerRole.Sidecar)
                    .container("users", "r.io/g/users:1"));

    assertThat(scene.plan().work().pins().getFirst().changes())
        .extracting(change -> change.slot().role(), change -> change.slot().index())
        .containsExactly(tuple(ContainerRole.Init, 0), tuple(ContainerRole.Main, 0));
  }

  @Test
  void initContainersWhoseTagWasNeverFilledInAreOfTheRepositoryToo() {
    Scene scene =
        Scene.of(ONE)
            .with(
                deployment("users")
                    .container("migrate", "r.io/g/users:$COMMIT_SHA1", ContainerRole.Init)
                    .container("wait", "r.io/g/other:$COMMIT_SHA1", ContainerRole.Init)
                    .container("users", "r.io/g/users:$COMMIT_SHA1"));

    assertThat(scene.plan().work().pins().getFirst().changes())
        .extracting(change -> change.slot().role(), change -> change.slot().index())
        .containsExactly(tuple(ContainerRole.Init, 0), tuple(ContainerRole.Main, 0));
  }

  @Test
  void theOnlyContainerIsOursIfItsImageEndsTheSame() {
    Scene ours = Scene.of(ONE).with(deployment("users").container("app", "old.io/x/users:7"));
    assertThat(ours.plan().work().pins()).hasSize(1);

    Scene foreign = Scene.of(ONE).with(deployment("users").container("app", "postgres:16"));
    assertThat(foreign.plan().work().pins()).isEmpty();
  }

  @Test
  void anotherProgramIsNeverOverwritten() {
    Scene scene =
        Scene.of(ONE).with(deployment("users").container("db", "postgres:16").container("x", "y"));

    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Blocked.class,
            blocked -> {
              assertThat(blocked.cause()).isEqualTo(Cause.ContainerNotFound);
              assertThat(blocked.message()).contains("db (postgres:16)", "x (y)");
            });
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
  void aForeignImageOfAnotherRepositoryIsStillDrift() {
    Scene scene = Scene.of(ONE).with(pinned(Duration.ofHours(1)));
    scene.pass();
    String set = scene.status().enforcedSet();
    assertThat(set).isNotNull();
    scene.with(
        deployment("users").pinnedTo(set).container("users", "evil.io/x:1").container("b", "b"));

    assertThat(scene.plan().work().pins().getFirst().correctsDrift()).isTrue();
    assertThat(scene.plan().work().pins().getFirst().changes().getFirst().manager())
        .isEqualTo("kubectl");
  }

  @Test
  void aWorkloadWithAControllerIsLeftToIt() {
    Scene scene =
        Scene.of(ONE)
            .with(deployment("users").container("users", "users:1").controlledBy("Ring/a"));

    assertThat(scene.state("users").cause()).isEqualTo(Cause.ManagedElsewhere);
    assertThat(scene.state("users").message()).contains("Ring/a");
    assertThat(scene.plan().work().pins()).isEmpty();
  }

  @Test
  void theOlderRecordKeepsAContainer() {
    Scene younger =
        Scene.of(ONE)
            .with(deployment("users").container("users", "r.io/g/users:1"))
            .rival(USERS_KEY, "older", Instant.parse("2025-01-01T00:00:00Z"), "r.io/g/users");
    assertThat(younger.plan().work().pins()).isEmpty();
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
    assertThat(older.plan().work().pins()).hasSize(1);
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

    assertThat(scene.plan().work().pins()).hasSize(1);
    assertThat(scene.plan().work().pins().getFirst().changes()).hasSize(2);
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

    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.stall().reason()).isEqualTo(StallReason.Refused);
    assertThat(scene.stall().message()).contains("one and two");
  }
}
