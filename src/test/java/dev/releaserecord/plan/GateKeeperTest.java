package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.TWO;
import static dev.releaserecord.plan.Gobee.USERS_KEY;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What holds a change back, and for how long. */
class GateKeeperTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void aHoldStopsEverythingAndItsEndIsARecheck() {
    Scene scene =
        Scene.of("hold: {reason: incident 42, until: \"2026-01-01T01:00:00Z\"}\n" + ONE)
            .with(deployment("users").container("users", "r.io/g/users:1"));
    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.plan().pending()).hasSize(1);
    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Held.class,
            held -> assertThat(held.message()).startsWith("on hold: incident 42"));
    assertThat(scene.plan().recheckAt()).contains(Instant.parse("2026-01-01T01:00:00Z"));

    scene.later(Duration.ofHours(1));
    assertThat(scene.plan().work().pins()).hasSize(1);
  }

  @Test
  void aBrokenServiceUnderAHoldStaysWhatItIs() {
    Scene scene =
        Scene.of("hold: {reason: incident 42}\n" + ONE)
            .with(deployment("users").container("users", "users@IGEST_USERS__"));

    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Stuck.class, stuck -> assertThat(stuck.message()).startsWith("on hold:"));
    assertThat(scene.plan().work().pins()).isEmpty();
  }

  @Test
  void aHoldOverWhatHasNoDigestYetIsSaid() {
    String spec = "imagePrefix: r.io/g\nservices: [{name: users, hold: {reason: wait}}]\n";
    Scene scene =
        Scene.of(spec).with(deployment("users").container("users", "users@IGEST_USERS__"));
    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Stuck.class,
            stuck ->
                assertThat(stuck.message())
                    .startsWith("on hold: wait; container users has")
                    .endsWith("declare a digest for users once it is built"));

    scene.with(deployment("users").container("users", "r.io/g/users:1").steadyFor(HOUR));
    assertThat(scene.state("users"))
        .isEqualTo(
            new ServiceState.AwaitingDigest(
                "on hold: wait; no digest yet; declare a digest for users once it is built"));
  }

  @Test
  void aRefusedSetIsNeverPinned() {
    String set = Scene.of(ONE).plan().sets().declared();
    Scene scene =
        Scene.of("refuse: [\"" + set + "\"]\n" + ONE)
            .with(deployment("users").container("users", "r.io/g/users:1"));

    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.state("users").cause()).isEqualTo(Cause.SetRefused);
  }

  @Test
  void gatesThatThisVersionCannotOpenHoldBackEverything() {
    Subject old = deployment("users").container("users", "r.io/g/users:1");
    Scene dependency =
        Scene.of("dependencies: [{apiVersion: v1, kind: Service, name: db}]\n" + ONE).with(old);
    assertThat(dependency.plan().work().pins()).isEmpty();
    assertThat(dependency.state("users").cause()).isEqualTo(Cause.DependencyNotReady);
  }

  @Test
  void afterIsWaitedFor() {
    Scene scene =
        Scene.of(TWO)
            .with(deployment("users").container("users", "r.io/g/users:1"))
            .with(deployment("certs").container("certs", "r.io/g/certs:1"));
    assertThat(scene.plan().work().pins()).extracting(Pin::workload).containsExactly(USERS_KEY);
    assertThat(scene.state("certs").message()).contains("users");
    assertThat(scene.plan().pending()).hasSize(1);

    scene.with(pinned(Duration.ofMinutes(1)));
    assertThat(scene.plan().work().pins())
        .extracting(pin -> pin.workload().name())
        .contains("certs");
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

    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.stall().message()).contains("a → c → b → a");
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
    assertThat(scene.plan().work().pins()).hasSize(1);
    assertThat(scene.state("certs")).isInstanceOf(ServiceState.Waiting.class);

    scene.with(pinned(Duration.ZERO));
    assertThat(scene.plan().work().pins()).isEmpty();

    scene.with(pinned(Duration.ofMinutes(1)));
    assertThat(scene.plan().work().pins()).hasSize(1);
  }

  @Test
  void reportedDriftIsHeldAndLeftAlone() {
    Scene scene = Scene.of("drift: Report\n" + ONE).with(pinned(Duration.ofHours(1)));
    scene.pass();
    String set = scene.status().enforcedSet();
    assertThat(set).isNotNull();
    scene.with(deployment("users").pinnedTo(set).container("users", "users:latest"));

    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.state("users").cause()).isEqualTo(Cause.Drifted);
    assertThat(scene.state("users").message()).contains("users:latest", "kubectl");
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
    assertThat(scene.plan().work().pins()).hasSize(1);
    assertThat(scene.plan().work().pins().getFirst().correctsDrift()).isFalse();
  }
}
