package dev.releaserecord.plan;

import static dev.releaserecord.plan.Fleet.DB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ServiceWarning;
import dev.releaserecord.api.StartedWith;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.event.EventDraft;
import dev.releaserecord.status.event.EventProjector;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as a change of what pods were started with, and what is said and done of it. */
class RotationTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void adoptingRemembersAndRestartsNothing() {
    Fleet fleet = Fleet.of("");

    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.started("a"))
        .satisfies(
            secrets -> {
              assertThat(secrets.keyId()).isEqualTo("00000007");
              assertThat(secrets.hmac()).matches("[0-9a-f]{32}");
              assertThat(secrets.templateRevision()).isEqualTo("r1");
              assertThat(secrets.objects())
                  .extracting(StartedWith::object, StartedWith::changedAt, StartedWith::outcome)
                  .containsExactly(tuple("Secret db", null, null));
            });
  }

  @Test
  void theSameBytesRestartNothing() {
    Fleet fleet = Fleet.of("").rotate(5);
    fleet.pass();
    fleet.settled("a");
    fleet.pass();
    fleet.settled("b", "c");
    fleet.pass();

    fleet.scene().later(MINUTE);
    fleet.rotate(5);
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").message()).doesNotContain("changed");
  }

  @Test
  void itComesBackToWhatThePodsHave() {
    Fleet fleet = Fleet.of("hold: {reason: night}\n").rotate(5);
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").message()).contains("not restarted yet: it is on hold (night)");

    fleet.scene().secret("db", "PASS", "USER");
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").message()).doesNotContain("changed");
  }

  @Test
  void aKeyThatNobodyTakesCountsForNothing() {
    Fleet fleet = Fleet.of("");
    for (String name : List.of("a", "b", "c")) {
      fleet.put(
          name, Fleet.taking(name, "USER").replaced("r2", fleet.scene().at()).steadyFor(MINUTE));
    }
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.rotate(5);
    assertThat(fleet.pass()).isEmpty();

    fleet.scene().rotated(DB, "USER", 5);
    assertThat(fleet.pass()).containsExactly("a");
  }

  @Test
  void whatSomebodyElseRestartedHasTheNewValues() {
    Fleet fleet = Fleet.of("hold: {reason: night}\n").rotate(5);
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.put("a", Fleet.subject("a").replaced("r2", fleet.scene().at()).steadyFor(MINUTE));
    fleet.pass();
    assertThat(fleet.status("a").message()).doesNotContain("changed");
    assertThat(fleet.status("a").phase()).as("a nightly restart").isEqualTo(Phase.Verified);
    assertThat(fleet.status("b").message()).contains("Secret db changed");
  }

  @Test
  void whatANewTemplateTakesThatWasWrittenAfterItsPodsIsAChange() {
    Fleet fleet = Fleet.of("");
    fleet.put(
        "a", Fleet.taking("a", "USER").replaced("r2", fleet.scene().at()).steadyFor(Duration.ZERO));
    fleet.scene().later(MINUTE);
    fleet.rotate(5);
    fleet.well("a", MINUTE);
    assertThat(fleet.pass()).as("both while nobody looked").containsExactly("a");
  }

  @Test
  void podsOfANewTemplateThatAreOlderThanTheChangeAreStale() {
    Fleet fleet = Fleet.of("");
    fleet.put(
        "a", Fleet.subject("a").replaced("r2", fleet.scene().at()).steadyFor(Duration.ofHours(1)));
    fleet.rotate(5);
    assertThat(fleet.pass()).as("both while nobody looked").containsExactly("a");
  }

  @Test
  void anotherKeyMakesANewBaselineAndIsSaid() {
    Fleet fleet = Fleet.of("").rotate(5);
    fleet.scene().key(8);
    Outcome outcome = fleet.scene().pass();

    assertThat(outcome.plan().restarts()).isEmpty();
    assertThat(EventProjector.between(outcome, fleet.scene().status()))
        .extracting(EventDraft::reason)
        .containsExactly("RotationBaselineLost");
    assertThat(fleet.started("a").keyId()).isEqualTo("00000008");

    Outcome next = fleet.scene().pass();
    assertThat(next.plan().restarts()).isEmpty();
    assertThat(EventProjector.between(next, fleet.scene().status())).isEmpty();
    fleet.rotate(6);
    assertThat(fleet.pass()).containsExactly("a");
  }

  @Test
  void whatIsOnlyReportedIsSaidWithTheCommand() {
    Fleet fleet = Fleet.each("secrets: [{name: db, onRotation: Report}]\n", "").rotate(5);

    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.Verified);
    assertThat(fleet.status("a").message())
        .contains(
            "Secret db changed at 2026-01-01T01:00:00Z, and 1 pod of Deployment/a may run with what"
                + " it held before until restarted (onRotation is Report): kubectl rollout restart"
                + " deployment/a");
    assertThat(fleet.scene().plan().rotationPendingSince()).isNull();
  }

  @Test
  void whatNoEntryNamesIsWarnedOf() {
    Fleet fleet = Fleet.undeclared("").rotate(5);

    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").warnings())
        .extracting(ServiceWarning::reason)
        .contains("ConfigChanged");
    assertThat(fleet.status("a").message()).doesNotContain("changed");
  }

  @Test
  void orRestartedOrIgnoredAsTheRecordSays() {
    assertThat(Fleet.undeclared("onConfigChange: Restart\n").rotate(5).pass()).containsExactly("a");

    Fleet ignoring = Fleet.undeclared("onConfigChange: Ignore\n").rotate(5);
    assertThat(ignoring.pass()).isEmpty();
    assertThat(ignoring.status("a").warnings())
        .extracting(ServiceWarning::reason)
        .doesNotContain("ConfigChanged");
    assertThat(ignoring.scene().row("a", Fleet.key("a")).secrets()).isNull();
  }

  @Test
  void theOldestThatIsDueIsMeasured() {
    Fleet fleet = Fleet.of("hold: {reason: night}\n");
    assertThat(fleet.scene().plan().rotationPendingSince()).isNull();
    fleet.rotate(5);
    assertThat(fleet.scene().plan().rotationPendingSince())
        .isEqualTo(fleet.scene().at().truncatedTo(ChronoUnit.SECONDS));
    fleet.pass();
    assertThat(fleet.scene().status().plan())
        .extracting(row -> row.workload() + ": " + row.action())
        .containsExactly(
            "Deployment/a: restart its pods for Secret db",
            "Deployment/b: restart its pods for Secret db",
            "Deployment/c: restart its pods for Secret db");
  }

  @Test
  void whatCrashedBeforeItsSecretWasMendedStartsAtOnce() {
    Fleet fleet = Fleet.each("secrets: [{name: db, onRotation: Report}]\n", "");
    fleet.put(
        "a",
        Fleet.subject("a")
            .replicas(new Replicas(1, 1, 1, 0, true))
            .pod("a-1", null, Fleet.crashing("a", fleet.scene().at())));
    fleet.scene().pass();
    assertThat(fleet.scene().actions()).isEmpty();

    fleet.rotate(5);
    fleet.scene().passInVain();
    assertThat(fleet.scene().actions())
        .singleElement()
        .extracting(action -> action.getClass().getSimpleName())
        .isEqualTo("DeletePods");
  }

  @Test
  void whereNobodyElseReplacesPodsTheyAreReplacedByUs() {
    WorkloadKey key = new WorkloadKey(Kind.DaemonSet, "a");
    Scene scene =
        Scene.of(
            """
            imagePrefix: r.io/g
            services:
            - {name: a, digest: "%s", workloads: [{kind: DaemonSet, name: a}]}
            """
                .formatted(Gobee.A));
    Subject daemons =
        Subject.of(Kind.DaemonSet, "a")
            .container("a", "r.io/g/a@" + Gobee.A)
            .strategy(new Strategy(false, true, 0, false));
    scene.with(daemons.steadyFor(MINUTE));
    scene.pass();

    scene.with(
        Subject.of(Kind.DaemonSet, "a")
            .container("a", "r.io/g/a@" + Gobee.A)
            .strategy(new Strategy(false, true, 0, false))
            .pod("a-old", scene.at(), Fleet.running("a"))
            .replicas(new Replicas(1, 1, 0, 1, true))
            .restartedFor("k:v", scene.at()));
    scene.passInVain();
    scene.later(MINUTE);
    assertThat(scene.actions())
        .singleElement()
        .isEqualTo(
            new Action.EvictPod(key, "uid-" + key, new Pod.Identity("a-old", "uid-a-old", "1")));
  }
}
