package dev.releaserecord.plan;

import static dev.releaserecord.plan.Fleet.CACHE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must neither release the others too soon, nor keep them for ever. */
class RotationBrakeTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private static Subject broken(Fleet fleet, String name, Subject subject) {
    return subject
        .replicas(new Replicas(1, 1, 1, 0, true))
        .pod(name + "-1", null, Fleet.crashing(name, fleet.scene().at()));
  }

  /** The first was restarted, and its new pods crash. */
  private static Fleet failing() {
    Fleet fleet = Fleet.of("").rotate(5);
    assertThat(fleet.pass()).containsExactly("a");
    String values = fleet.annotation("a");
    fleet.put("a", broken(fleet, "a", Fleet.subject("a").restartedFor(values, fleet.scene().at())));
    fleet.scene().later(MINUTE);
    assertThat(fleet.pass()).isEmpty();
    return fleet;
  }

  @Test
  void aServiceThatWasRestartedByHalfGoesOn() {
    Fleet fleet = Fleet.of("");
    fleet
        .scene()
        .spec(
            """
            imagePrefix: r.io/g
            settle: 30s
            secrets: [{name: db}]
            services:
            - {name: c, digest: "%1$s"}
            - {name: b, digest: "%1$s"}
            - {name: a, digest: "%1$s", workloads: [{kind: Deployment, name: a}, {kind: Deployment, name: a2}]}
            """
                .formatted(Gobee.A));
    fleet.put("a2", Fleet.twin("a2", "a").steadyFor(HOUR));
    Strategy paused = new Strategy(true, false, 0, false);
    fleet.put("c", Fleet.subject("c").strategy(paused).steadyFor(HOUR));
    fleet.put("b", Fleet.subject("b").strategy(paused).steadyFor(HOUR));
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.rotate(5);
    assertThat(fleet.pass()).containsExactly("a", "a2");

    fleet.put("a2", Fleet.twin("a2", "a").steadyFor(HOUR));
    fleet.settled("a");
    fleet.put("c", Fleet.subject("c").steadyFor(HOUR));
    assertThat(fleet.pass()).as("whose second patch did not come through").containsExactly("a2");
    fleet.scene().later(MINUTE);
    fleet.put(
        "a2",
        Fleet.twin("a2", "a")
            .restartedFor(fleet.annotation("a2"), fleet.scene().at())
            .steadyFor(Duration.ofSeconds(40)));
    assertThat(fleet.pass()).containsExactly("c");
  }

  @Test
  void whatWasRestartedForWhatIsOverwrittenIsNotVerified() {
    Fleet fleet = Fleet.of("").rotate(5);
    fleet.scene().passInVain();
    fleet.put("a", Fleet.subject("a").restartedFor("00000007:other", fleet.scene().at()));
    fleet.well("a", Duration.ZERO);
    fleet.scene().later(Duration.ofSeconds(1));
    fleet.rotate(6);
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.RollingOut);
  }

  @Test
  void whoDoesNotTakeTheChangedKeyProvesNothing() {
    Fleet fleet = Fleet.of("");
    fleet.put("a", Fleet.taking("a", "USER").restartedFor("old", fleet.scene().at()));
    fleet.settled("a");
    fleet.pass();
    fleet.rotate(5);
    assertThat(fleet.pass()).containsExactly("b");
    fleet.pass();
    assertThat(fleet.status("c").message())
        .contains("b, which was restarted first, is not verified yet");
  }

  @Test
  void aChangeOfSomethingElseDoesNotReleaseIt() {
    Fleet fleet = Fleet.each("secrets: [{name: db}, {name: cache}]\n", "");
    fleet.scene().secret("cache", "URL");
    Instant now = fleet.scene().at();
    List.of("a", "b", "c")
        .forEach(name -> fleet.put(name, Fleet.both(name).replaced("r2", now).steadyFor(MINUTE)));
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.rotate(5);
    assertThat(fleet.pass()).containsExactly("a");
    String values = fleet.annotation("a");
    fleet.put("a", broken(fleet, "a", Fleet.both("a").restartedFor(values, fleet.scene().at())));
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.scene().rotated(CACHE, "URL", 9);
    assertThat(fleet.pass()).as("it has nothing to lose").containsExactly("a");
    fleet.put(
        "a",
        broken(
            fleet, "a", Fleet.both("a").restartedFor(fleet.annotation("a"), fleet.scene().at())));
    fleet.scene().later(MINUTE);
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("b").message())
        .contains("a, which was restarted first, is not well with what it holds now");
  }

  @Test
  void whatSomebodySetBackIsNotRestartedAgainNorAnybodyElse() {
    Fleet fleet = failing();
    fleet.put("a", Fleet.subject("a").steadyFor(HOUR));

    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.Verified);
    assertThat(fleet.status("a").message())
        .contains(
            "Secret db changed at 2026-01-01T01:00:00Z; not restarted yet: it was restarted for it,"
                + " and somebody brought the old template back; write into Secret db what is"
                + " right");
    assertThat(fleet.status("b").message())
        .contains("a, which was restarted first, was set back by somebody");

    fleet.scene().later(MINUTE);
    fleet.rotate(6);
    assertThat(fleet.pass()).containsExactly("a");
    fleet.settled("a");
    assertThat(fleet.pass()).containsExactly("b", "c");
  }

  @Test
  void orRestartedByHandItShows() {
    Fleet fleet = failing();
    fleet.put("a", Fleet.subject("a").steadyFor(HOUR));
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.put("a", Fleet.subject("a").replaced("r9", fleet.scene().at()).steadyFor(Duration.ZERO));
    assertThat(fleet.pass()).isEmpty();
    fleet.scene().later(MINUTE);
    fleet.well("a", MINUTE);
    assertThat(fleet.pass()).containsExactly("b", "c");
  }

  @Test
  void whoIsBrokenForSomethingElseDoesNotLead() {
    Fleet fleet = Fleet.of("").rotate(5);
    fleet.pass();
    fleet.settled("a");
    fleet.pass();
    fleet.settled("b", "c");
    fleet.pass();
    fleet.scene().later(MINUTE);
    String values = fleet.annotation("a");
    fleet.put("a", broken(fleet, "a", Fleet.subject("a").restartedFor(values, fleet.scene().at())));
    fleet.pass();
    fleet.scene().later(HOUR);
    fleet.rotate(6);

    assertThat(fleet.pass()).as("only there the outcome tells anything").containsExactly("b");
  }

  @Test
  void whatWaitsForAnApprovalGoesOnRunning() {
    Fleet fleet = Fleet.of("");
    fleet
        .scene()
        .spec(
            """
            imagePrefix: r.io/g
            settle: 30s
            approval: Required
            secrets: [{name: db}]
            services:
            - {name: a, digest: "%1$s"}
            - {name: b, digest: "%1$s"}
            """
                .formatted(Gobee.B));
    fleet.pass();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.AwaitingApproval);
    fleet.rotate(5);
    assertThat(fleet.pass()).containsExactly("a");
    fleet.pass();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.AwaitingApproval);
    fleet.settled("a");
    assertThat(fleet.pass()).containsExactly("b");
  }

  @Test
  void whatIsPausedDoesNotLead() {
    Fleet fleet = Fleet.of("");
    fleet.put(
        "a", Fleet.subject("a").strategy(new Strategy(true, false, 0, false)).steadyFor(HOUR));
    fleet.pass();
    fleet.rotate(5);

    assertThat(fleet.pass()).containsExactly("b");
    assertThat(fleet.status("a").message())
        .contains("Deployment/a is paused: kubectl rollout resume deployment/a");
  }

  @Test
  void whatOneOfTwoServicesRestartsIsRestartedOnce() {
    Fleet fleet = Fleet.of("");
    fleet
        .scene()
        .spec(
            """
            imagePrefix: r.io/g
            settle: 30s
            services:
            - {name: a, digest: "%1$s", secrets: [{name: db}]}
            - {name: side, digest: "%1$s", workloads: [{kind: Deployment, name: a}]}
            """
                .formatted(Gobee.A));
    Subject shared = Fleet.subject("a").container("side", "r.io/g/side@" + Gobee.A).steadyFor(HOUR);
    fleet.put("a", shared);
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.rotate(5);
    assertThat(fleet.pass()).containsExactly("a");
    fleet.put(
        "a",
        Fleet.subject("a")
            .container("side", "r.io/g/side@" + Gobee.A)
            .restartedFor(fleet.annotation("a"), fleet.scene().at())
            .steadyFor(MINUTE));
    fleet.scene().later(MINUTE);
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.pass()).isEmpty();
  }

  @Test
  void aWorkloadThatCannotBeRestartedNowKeepsNobodyWaiting() {
    Fleet fleet = Fleet.of("");
    fleet
        .scene()
        .spec(
            """
            imagePrefix: r.io/g
            settle: 30s
            secrets: [{name: db}]
            services:
            - {name: a, digest: "%1$s", workloads: [{kind: Deployment, name: a}, {kind: Deployment, name: a2}]}
            - {name: b, digest: "%1$s"}
            """
                .formatted(Gobee.A));
    Strategy paused = new Strategy(true, false, 0, false);
    fleet.put("a2", Fleet.twin("a2", "a").strategy(paused).steadyFor(HOUR));
    fleet.pass();
    fleet.rotate(5);
    fleet.scene().later(MINUTE);
    fleet.put("a", Fleet.subject("a").replaced("r2", fleet.scene().at()).steadyFor(MINUTE));
    assertThat(fleet.pass()).containsExactly("b");
  }
}
