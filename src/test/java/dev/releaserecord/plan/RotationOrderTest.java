package dev.releaserecord.plan;

import static dev.releaserecord.plan.Fleet.DB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.Phase;
import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.plan.action.Action.Restart;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.ObjectFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is restarted for what has changed, and who waits: one first, then the others. */
class RotationOrderTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static String values(Fleet fleet, String name) {
    return fleet.started(name).keyId() + ":" + fleet.started(name).hmac();
  }

  @Test
  void oneFirstThenTheOthersOnceItIsVerified() {
    Fleet fleet = Fleet.of("").rotate(5);

    assertThat(fleet.pass()).containsExactly("a");
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.RollingOut);
    assertThat(fleet.status("b").phase()).isEqualTo(Phase.Verified);
    assertThat(fleet.status("b").message())
        .contains(
            "Secret db changed at 2026-01-01T01:00:00Z; not restarted yet: a is restarted first");
    assertThat(fleet.status("b").secrets())
        .containsExactly(new SecretStatus("db", "db", List.of(), List.of(), fleet.scene().at(), 1));

    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("b").message())
        .contains("a, which was restarted first, is not verified yet");

    fleet.scene().later(MINUTE);
    fleet.well("a", Duration.ofSeconds(10));
    assertThat(fleet.pass()).as("not before it has settled").isEmpty();

    fleet.settled("a");
    assertThat(fleet.pass()).containsExactly("b", "c");
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.Verified);

    fleet.settled("b", "c");
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.scene().status().services())
        .extracting(ServiceStatus::phase)
        .containsOnly(Phase.Verified);
    assertThat(fleet.status("c").secrets().getFirst().stalePods()).isZero();
    assertThat(fleet.status("c").message()).doesNotContain("restarted");
  }

  @Test
  void whatRollsOutAnywayShowsItForTheOthers() {
    Fleet fleet = Fleet.of("").rotate(5);
    fleet.put("c", Fleet.subject("c").replaced("r2", fleet.scene().at()));

    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").message())
        .contains("not restarted yet: c, which has it already, is not verified yet");
    fleet.scene().later(MINUTE);
    fleet.well("c", Duration.ofSeconds(10));
    assertThat(fleet.pass()).isEmpty();
    fleet.scene().later(MINUTE);
    fleet.well("c", MINUTE);
    assertThat(fleet.pass()).isNotEmpty();
  }

  @Test
  void valuesThatDoNotFitRestartNothing() {
    KeyFacts empty =
        new KeyFacts(
            new KeyFacts.Look(true, false, false), Map.of(), new Fingerprint(9, 9), Map.of());
    Fleet fleet = Fleet.each("secrets: [{name: db, keys: [PASS]}]\n", "");
    fleet.scene().secret(new ObjectFacts(DB, Map.of("PASS", empty), Map.of(), fleet.scene().at()));

    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.Verified);
    assertThat(fleet.status("a").message())
        .contains(
            "Secret db changed at", "not restarted yet: Secret db holds nothing in its key PASS");

    fleet.rotate(6);
    assertThat(fleet.pass()).containsExactly("a");
  }

  @Test
  void whoDiesAfterTheWriteDoesNotWriteTwice() {
    Fleet fleet = Fleet.of("").rotate(5);
    Restart restart = fleet.scene().actions().flatMap(Fleet::restart).findFirst().orElseThrow();

    fleet.put("a", Fleet.subject("a").restartedFor(restart.values(), fleet.scene().at()));
    assertThat(fleet.scene().passInVain().plan().restarts()).isEmpty();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.RollingOut);
    assertThat(values(fleet, "a")).isEqualTo(restart.values());

    fleet.settled("a");
    assertThat(fleet.pass()).containsExactly("b", "c");
  }

  @Test
  void aRotationWithinARotationRestartsForTheLastValuesAlone() {
    Fleet fleet = Fleet.of("").rotate(5);
    assertThat(fleet.pass()).containsExactly("a");
    fleet.scene().later(MINUTE);
    fleet.rotate(6);

    assertThat(fleet.pass()).as("a rolls out still").isEmpty();
    assertThat(fleet.status("b").message())
        .contains("a, which was restarted first, is not verified yet");
    fleet.settled("a");
    assertThat(fleet.pass()).containsExactly("a");
    fleet.settled("a");
    assertThat(fleet.pass()).containsExactly("b", "c");
    fleet.settled("b", "c");
    assertThat(fleet.pass()).isEmpty();
  }

  @Test
  void ifTheFirstFailsNobodyElseIsTouchedUntilTheValueIsMended() {
    Fleet fleet = Fleet.of("").rotate(5);
    fleet.pass();
    fleet.pass();
    String values = values(fleet, "a");
    fleet.scene().later(MINUTE);
    fleet.put(
        "a",
        Fleet.subject("a")
            .restartedFor(values, fleet.scene().at())
            .replicas(new Replicas(1, 1, 1, 0, true))
            .pod("a-1", null, Fleet.crashing("a", fleet.scene().at())));

    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.Stuck);
    assertThat(fleet.status("a").message())
        .contains(
            "it was restarted for what Secret db holds now: if that is wrong, write the right"
                + " value, and it is restarted again; if a database does not know it yet, tell it,"
                + " and have its pods tried again at once: annotate the record with"
                + " releaserecord.dev/retry=<any new value>; b, c not restarted until it is well");
    assertThat(fleet.status("b").message())
        .contains("a, which was restarted first, is not well with what it holds now");

    fleet.scene().later(MINUTE);
    fleet.rotate(6);
    assertThat(fleet.pass()).as("it has nothing to lose").containsExactly("a");
    fleet.settled("a");
    assertThat(fleet.pass()).containsExactly("b", "c");
  }

  @Test
  void afterIsKept() {
    Fleet fleet = Fleet.of("").put("b", Fleet.subject("b").steadyFor(Duration.ofHours(2)));
    fleet
        .scene()
        .spec(
            """
            imagePrefix: r.io/g
            secrets: [{name: db}]
            services:
            - {name: a, digest: "%1$s", after: [c]}
            - {name: b, digest: "%1$s"}
            - {name: c, digest: "%1$s"}
            """
                .formatted(Gobee.A));
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.rotate(5);

    assertThat(fleet.pass()).containsExactly("b");
    fleet.settled("b");
    assertThat(fleet.pass()).containsExactly("c");
    assertThat(fleet.status("a").message()).contains("c comes before it (after)");
    assertThat(fleet.pass()).isEmpty();
    fleet.settled("c");
    assertThat(fleet.pass()).containsExactly("a");
  }

  @Test
  void noMoreAtATimeThanMayRoll() {
    Fleet fleet = Fleet.of("maxInFlight: 1\n").rotate(5);
    assertThat(fleet.pass()).containsExactly("a");
    fleet.settled("a");
    assertThat(fleet.pass()).containsExactly("b");
    assertThat(fleet.status("c").message()).contains("as many services roll as maxInFlight allows");
    assertThat(fleet.pass()).isEmpty();
    fleet.settled("b");
    assertThat(fleet.pass()).containsExactly("c");
  }

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void checksBeforeARestartHaveToPassWithTheNewValues() {
    Fleet fleet =
        Fleet.each(
                "secrets: [{name: db}]\n",
                ", checks: [{name: x, when: [BeforeRestart], tcp: {host: h, port: 1}}]")
            .rotate(5);
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.Verified);
    assertThat(fleet.status("a").message()).contains("check x with `when: BeforeRestart` comes");
    assertThat(fleet.scene().later(SECOND).plan().checks()).hasSize(3);

    fleet.scene().answer(CheckOutcome.Failed, "password authentication failed");
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("a").phase()).isEqualTo(Phase.Blocked);
    assertThat(fleet.status("a").cause()).isEqualTo(Cause.RotationUnproven.name());
    assertThat(fleet.status("a").message())
        .contains("check x failed: password authentication failed. It has to pass first");
    assertThat(fleet.scene().later(SECOND).plan().checks()).isEmpty();

    fleet.scene().later(Duration.ofMinutes(1));
    assertThat(fleet.scene().plan().checks()).hasSize(3);
    fleet.scene().answer(CheckOutcome.Passed, "");
    assertThat(fleet.pass()).containsExactly("a");
    fleet.settled("a");
    assertThat(fleet.pass()).containsExactly("b", "c");
  }

  /** A Job is given what the Secret holds now, and the pods are not yet. */
  @Test
  void aRetryRunsNoJobAgainWhereARestartIsDue() {
    Fleet fleet =
        Fleet.each("secrets: [{name: db}]\n", ", checks: [{name: smoke, job: {cronJob: smoke}}]");
    fleet.pass();
    fleet.scene().later(SECOND).answer(CheckOutcome.Passed, "");
    fleet.pass();
    assertThat(fleet.status("b").phase()).isEqualTo(Phase.Verified);

    fleet.rotate(5);
    assertThat(fleet.pass()).containsExactly("a");
    fleet.scene().later(SECOND).retry("1");
    assertThat(fleet.pass()).isEmpty();
    assertThat(fleet.status("b").phase()).as(fleet.status("b").message()).isEqualTo(Phase.Verified);

    fleet.settled("a").pass();
    fleet.scene().later(SECOND);
    assertThat(fleet.scene().plan().checks())
        .as("after its restart it is run anew")
        .extracting(wanted -> wanted.subject().service())
        .containsExactly("a");
  }

  @Test
  void aRetryRunsEveryJobAgainWhereNoneIsDue() {
    Fleet fleet =
        Fleet.each("secrets: [{name: db}]\n", ", checks: [{name: smoke, job: {cronJob: smoke}}]");
    fleet.pass();
    fleet.scene().later(SECOND).answer(CheckOutcome.Passed, "");
    fleet.pass();
    fleet.scene().later(SECOND).retry("1");
    fleet.pass();
    assertThat(fleet.status("b").phase()).isEqualTo(Phase.Checking);
    assertThat(fleet.scene().later(SECOND).plan().checks()).hasSize(3);
  }
}
