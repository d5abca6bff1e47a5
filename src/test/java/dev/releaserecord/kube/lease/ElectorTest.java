package dev.releaserecord.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.kube.lease.Elector.Change;
import dev.releaserecord.kube.lease.Elector.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElectorTest {

  private static final Duration LEASE = Duration.ofSeconds(15);

  private final MemoryLease lease = new MemoryLease();
  private final TurnedClock time = new TurnedClock();

  @Test
  void nobodyLeadsBeforeTheLeaseIsKnown() {
    Elector alone = new Elector(lease, "a", LEASE, time, time::nanos);
    assertThat(alone.step().change()).isNull();
    assertThat(alone.holds()).isFalse();
    assertThat(lease.stored()).isEmpty();
  }

  @Test
  void theFirstMakesTheLeaseAndLeads() {
    Elector a = joined("a");
    assertThat(a.step().change()).isEqualTo(new Change.Elected(0));
    assertThat(a.holds()).isTrue();
    assertThat(lease.stored().orElseThrow().holder()).isEqualTo("a");
  }

  @Test
  void theLeaderRenewsThreeTimesPerLeaseTimeAndNeverReads() {
    Elector a = leading("a");
    int before = lease.writes;
    for (int second = 0; second < 60; second++) {
      time.pass(Duration.ofSeconds(1));
      a.step();
      assertThat(a.holds()).isTrue();
    }
    assertThat(lease.writes - before).isEqualTo(12);
    assertThat(lease.reads).isZero();
  }

  @Test
  void aFollowerSendsNothingWhileTheLeaderRenews() {
    Elector a = leading("a");
    Elector b = joined("b");
    assertThat(b.step().change()).isEqualTo(new Change.Following("a"));
    int before = lease.writes;
    for (int i = 0; i < 20; i++) {
      time.pass(Duration.ofSeconds(5));
      a.step();
      assertThat(b.step().change()).isNull();
      assertThat(b.holds()).isFalse();
    }
    assertThat(lease.writes - before).isEqualTo(20);
    assertThat(lease.reads).isZero();
  }

  @Test
  void aKilledLeadersLeaseEndsByTheFollowersClock() {
    leading("a");
    time.pass(Duration.ofSeconds(3));
    Elector b = joined("b");
    assertThat(b.step().pause()).isEqualTo(LEASE);
    time.pass(LEASE.minusMillis(1));
    assertThat(b.step().change()).isNull();
    time.pass(Duration.ofMillis(1));
    assertThat(b.step().change()).isEqualTo(new Change.Elected(1));
  }

  @Test
  void aRepeatedEventDoesNotProlongTheLease() {
    leading("a");
    Elector b = joined("b");
    b.step();
    for (int i = 0; i < 15; i++) {
      time.pass(Duration.ofSeconds(1));
      b.saw(lease.stored(), time.nanos());
    }
    assertThat(b.step().change()).isEqualTo(new Change.Elected(1));
  }

  @Test
  void aReleasedLeaseIsTakenAtOnce() {
    Elector a = leading("a");
    Elector b = joined("b");
    b.step();
    a.shut();
    assertThat(a.holds()).isFalse();
    a.release();
    assertThat(b.step().change()).isEqualTo(new Change.Elected(1));
    assertThat(a.step().change()).isNull();
    assertThat(a.holds()).isFalse();
  }

  @Test
  void ofTwoThatTakeAnEndedLeaseOneLoses() {
    leading("a");
    Elector b = joined("b");
    Elector c = joined("c");
    time.pass(LEASE);
    lease.beforeWrite(
        () -> {
          lease.beforeWrite(() -> {});
          assertThat(c.step().change()).isEqualTo(new Change.Elected(1));
        });
    assertThat(b.step().change()).isNull();
    assertThat(b.holds()).isFalse();
    assertThat(c.holds()).isTrue();
    assertThat(b.step().change()).isEqualTo(new Change.Following("c"));
  }

  @Test
  void aFrozenLeaderIsToldNoBeforeItHasDoneAnything() {
    Elector a = leading("a");
    time.pass(Duration.ofSeconds(12));
    assertThat(a.holds()).isFalse();
  }

  @Test
  void aMachineThatSleptIsToldNoThoughItsMonotonicClockStoodStill() {
    Elector a = leading("a");
    time.passOnTheWallOnly(Duration.ofMinutes(5));
    assertThat(a.holds()).isFalse();
  }

  @Test
  void aWallClockThatIsSetBackDoesNotProlongTheLease() {
    Elector a = leading("a");
    time.passOnTheWallOnly(Duration.ofHours(-1));
    assertThat(a.holds()).isTrue();
    time.pass(LEASE);
    assertThat(a.holds()).isFalse();
  }

  @Test
  void aFrozenLeaderThatWakesFollowsWhoeverTookOver() {
    Elector a = leading("a");
    Elector b = joined("b");
    b.step();
    time.pass(LEASE);
    assertThat(b.step().change()).isEqualTo(new Change.Elected(1));
    assertThat(a.step().change()).isEqualTo(new Change.Lost("b took it"));
    assertThat(a.holds()).isFalse();
    assertThat(a.step().change()).isEqualTo(new Change.Following("b"));
    assertThat(b.holds()).isTrue();
  }

  @Test
  void aFrozenLeaderThatNobodyReplacedIsElectedAnew() {
    Elector a = leading("a");
    time.pass(Duration.ofMinutes(1));
    assertThat(a.holds()).isFalse();
    assertThat(a.step().change()).isInstanceOf(Change.Elected.class);
    assertThat(a.holds()).isTrue();
  }

  @Test
  void anOutageOfTheApiServerShutsTheGateInTimeAndHealsByItself() {
    Elector a = leading("a");
    lease.fail("the API server answered 503");
    time.pass(Duration.ofSeconds(5));
    assertThat(a.step()).isEqualTo(trouble("the API server answered 503"));
    time.pass(Duration.ofSeconds(6));
    a.step();
    assertThat(a.holds()).isTrue();
    time.pass(Duration.ofSeconds(1));
    assertThat(a.holds()).isFalse();
    assertThat(a.step().change()).isInstanceOf(Change.Lost.class);
    assertThat(a.step()).isEqualTo(trouble("the API server answered 503"));
    lease.fail(null);
    assertThat(a.step().change()).isInstanceOf(Change.Elected.class);
    assertThat(a.holds()).isTrue();
  }

  @Test
  void aRenewalWhoseAnswerWasLostIsFoundAgain() {
    Elector a = leading("a");
    lease.loseAnswers(true);
    time.pass(Duration.ofSeconds(5));
    a.step();
    lease.loseAnswers(false);
    time.pass(Duration.ofSeconds(1));
    assertThat(a.step()).isEqualTo(new Step(Duration.ZERO, null));
    assertThat(a.step().change()).isNull();
    time.pass(Duration.ofSeconds(10));
    assertThat(a.holds()).isTrue();
  }

  @Test
  void aDeletedLeaseIsMadeAnew() {
    Elector a = leading("a");
    lease.delete();
    assertThat(a.step().change()).isEqualTo(new Change.Lost("somebody deleted it"));
    assertThat(a.step().change()).isEqualTo(new Change.Elected(0));
  }

  @Test
  void anEventOfAnEarlierLeaderDoesNotUnseatTheNewOne() {
    leading("a");
    var before = lease.stored();
    Elector b = joined("b");
    time.pass(LEASE);
    b.step();
    b.saw(before, time.nanos());
    assertThat(b.step().change()).isNull();
    assertThat(b.holds()).isTrue();
  }

  /** Any interleaving of steps, freezes, outages and restarts: never two that may write. */
  @Test
  void twoNeverHoldItWhateverHappens() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      MemoryLease shared = new MemoryLease();
      TurnedClock clock = new TurnedClock();
      Elector[] electors = new Elector[3];
      for (int i = 0; i < electors.length; i++) {
        electors[i] = joined("e" + i, shared, clock);
      }
      boolean everLed = false;
      for (int i = 0; i < 400; i++) {
        clock.pass(Duration.ofMillis(random.nextInt(2_500)));
        shared.fail(random.nextInt(10) == 0 ? "down" : null);
        shared.loseAnswers(random.nextInt(10) == 0);
        electors[random.nextInt(electors.length)].step();
        int holders = 0;
        for (Elector elector : electors) {
          holders += elector.holds() ? 1 : 0;
        }
        assertThat(holders).as("seed %d, move %d", seed, i).isLessThanOrEqualTo(1);
        everLed |= holders == 1;
      }
      assertThat(everLed).isTrue();
    }
  }

  private static Step trouble(String why) {
    return new Step(Duration.ofSeconds(1), new Change.Trouble(why));
  }

  private Elector leading(String identity) {
    Elector elector = joined(identity);
    assertThat(elector.step().change()).isInstanceOf(Change.Elected.class);
    return elector;
  }

  private Elector joined(String identity) {
    return joined(identity, lease, time);
  }

  private static Elector joined(String identity, MemoryLease lease, TurnedClock time) {
    Elector elector = new Elector(lease, identity, LEASE, time, time::nanos);
    var unused = lease.watch(seen -> elector.saw(seen, time.nanos()));
    return elector;
  }

  /** Both clocks of one machine, turned by hand. */
  private static final class TurnedClock extends Clock {
    private long nanos = 77;
    private Instant wall = Instant.parse("2026-11-21T08:00:00Z");

    void pass(Duration duration) {
      nanos += duration.toNanos();
      wall = wall.plus(duration);
    }

    void passOnTheWallOnly(Duration duration) {
      wall = wall.plus(duration);
    }

    long nanos() {
      return nanos;
    }

    @Override
    public Instant instant() {
      return wall;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
