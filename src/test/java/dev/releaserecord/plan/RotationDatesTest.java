package dev.releaserecord.plan;

import static dev.releaserecord.plan.Fleet.CACHE;
import static dev.releaserecord.plan.Fleet.DB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.StartedWith;
import dev.releaserecord.scene.Subject;
import dev.releaserecord.secret.fact.ObjectFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When something changed, where that is not plain to see. */
class RotationDatesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private static Instant changedAt(Fleet fleet, String name) {
    return fleet.started(name).objects().stream()
        .map(StartedWith::changedAt)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatNobodyDatedIsDatedByWhoSawItFirst() {
    Fleet fleet = Fleet.each("secrets: [{name: db, onRotation: Report}]\n", "");
    ObjectFacts facts = fleet.scene().secretFacts(DB);
    fleet.scene().secret(new ObjectFacts(DB, Map.of(), Map.of(), null));
    fleet.pass();
    Instant first = changedAt(fleet, "a");
    assertThat(first).isEqualTo(fleet.scene().at());

    fleet.scene().later(MINUTE);
    fleet.pass();
    assertThat(changedAt(fleet, "a")).isEqualTo(first);
    fleet
        .scene()
        .secret(new ObjectFacts(DB, facts.keys(), Map.of(), fleet.scene().at().plus(HOUR)));
    fleet.put("a", Fleet.subject("a").replaced("r2", fleet.scene().at()).steadyFor(MINUTE));
    fleet.pass();
    assertThat(changedAt(fleet, "a"))
        .as("of a clock that is ahead nothing is believed")
        .isEqualTo(fleet.scene().at());
  }

  @Test
  void aKeyThatSomebodyElseTakesOutCountsFromNow() {
    Fleet fleet = Fleet.of("");
    Instant written = fleet.scene().at().minus(HOUR);
    fleet.put("a", Fleet.subject("a").replaced("r2", fleet.scene().at()).steadyFor(Duration.ZERO));
    fleet.pass();
    fleet.scene().later(MINUTE);
    ObjectFacts facts = fleet.scene().secretFacts(DB);
    fleet
        .scene()
        .secret(
            new ObjectFacts(
                DB,
                Map.of("USER", Objects.requireNonNull(facts.keys().get("USER"))),
                Map.of(),
                written));
    fleet.well("a", MINUTE);

    assertThat(fleet.pass()).as("its time did not move").containsExactly("a");
  }

  /** Its environment may have been put together before: it says only when it began to run. */
  @ParameterizedTest
  @CsvSource({"1, true", "10, true", "11, false"})
  void aContainerOfAPodThatWasThereMayHaveBeenGivenTheOldValue(int seconds, boolean stale) {
    Fleet fleet = Fleet.of("");
    Instant written = fleet.scene().at();
    fleet.rotate(5);
    fleet.scene().later(MINUTE);
    Instant began = written.plusSeconds(seconds);
    for (String name : List.of("a", "b", "c")) {
      Subject subject = Fleet.subject(name).replaced("r2", written.minusSeconds(2));
      fleet.put(name, subject.pod(name + "-1", began, Fleet.running(name, began)));
    }

    assertThat(fleet.pass()).isEqualTo(stale ? List.of("a") : List.of());
  }

  /** The value in between may have come to a pod of the same second. */
  @Test
  void whatComesBackWithinTheSecondOfAPodIsAChange() {
    Fleet fleet = Fleet.of("hold: {reason: night}\n").rotate(5);
    fleet.pass();
    Instant written = fleet.scene().at().truncatedTo(ChronoUnit.SECONDS);
    for (String name : List.of("a", "b", "c")) {
      Subject subject = Fleet.subject(name).replaced("r2", written);
      fleet.put(name, subject.pod(name + "-1", written, Fleet.running(name, written)));
    }
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.scene().secret("db", "PASS", "USER");
    fleet.pass();

    assertThat(fleet.status("a").message()).contains("Secret db changed");
  }

  @Test
  void whatCanBeReadAtLastIsTakenForGranted() {
    Fleet fleet = Fleet.each("secrets: [{name: db}, {name: cache}]\n", "");
    fleet.scene().unreadableSecret("cache", "no right");
    Instant now = fleet.scene().at();
    fleet.put("a", Fleet.both("a").replaced("r2", now).steadyFor(MINUTE));
    fleet.pass();
    fleet.scene().later(MINUTE);
    fleet.scene().secret("cache", "URL");
    assertThat(fleet.pass()).isEmpty();
    fleet.scene().later(MINUTE);
    fleet.scene().rotated(CACHE, "URL", 9);
    assertThat(fleet.pass()).containsExactly("a");
  }
}
