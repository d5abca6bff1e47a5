package dev.releaserecord.plan;

import static dev.releaserecord.plan.Fleet.CACHE;
import static dev.releaserecord.plan.Fleet.DB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.StartedWith;
import dev.releaserecord.secret.fact.ObjectFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

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
