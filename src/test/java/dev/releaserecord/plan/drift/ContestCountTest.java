package dev.releaserecord.plan.drift;

import static dev.releaserecord.plan.drift.Fight.SPEC;
import static dev.releaserecord.plan.drift.Fight.change;
import static dev.releaserecord.plan.drift.Fight.flip;
import static dev.releaserecord.plan.drift.Fight.governed;
import static dev.releaserecord.plan.drift.Fight.moved;
import static dev.releaserecord.plan.drift.Fight.steady;
import static dev.releaserecord.plan.drift.Fight.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Contention;
import dev.releaserecord.plan.ServiceState;
import dev.releaserecord.plan.drift.Contest.Correction;
import dev.releaserecord.plan.drift.Contest.Terms;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.scene.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which corrections are counted, and what of that outlives a process. */
class ContestCountTest {

  /** Else a process that is killed after each correction would begin anew for ever. */
  @Test
  void aCorrectionWaitsUntilTheOneBeforeIsWrittenDown() {
    Scene scene = governed().recorded(false);
    assertThat(flip(scene, "kubectl-set")).as("the first does not wait").isTrue();
    assertThat(flip(scene, "kubectl-set")).isFalse();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.RollingOut.class);
    assertThat(scene.plan().recheckAt()).contains(scene.at().plusMillis(100));
    assertThat(flip(scene, "kubectl-edit")).as("another one's").isTrue();

    scene.with(moved("kubectl-set"));
    assertThat(scene.recorded(true).pass().applied()).hasSize(1);

    scene.recorded(false).with(moved("kubectl-set"));
    assertThat(scene.pass().applied()).isEmpty();
    scene.later(Duration.ofSeconds(10)).with(moved("kubectl-set"));
    assertThat(scene.pass().applied()).as("not for long").hasSize(1);
  }

  /** The label tells of a pin; the process that made it came to no status. */
  @Test
  void aCorrectionIsCountedThoughNoStatusTellsOfThePin() {
    Scene crashed = Scene.of(SPEC).with(steady("certs")).with(steady("front"));
    String set = Objects.requireNonNull(crashed.plan().sets().declared());
    crashed.with(moved("kubectl-set").pinnedTo(set));
    assertThat(crashed.pass().applied()).hasSize(1);
    assertThat(crashed.status().contention())
        .singleElement()
        .satisfies(it -> assertThat(it.flips()).hasSize(1));

    Scene late = Scene.of(SPEC).with(steady("certs")).with(steady("front"));
    late.pass();
    late.with(moved("kubectl-set").pinnedTo(set));
    assertThat(late.pass().applied()).hasSize(1);
    assertThat(late.status().contention()).as("it was waited for").hasSize(1);
  }

  /** Nobody knows what it was meanwhile. */
  @Test
  void whatWasNotDeclaredLastIsNotCounted() {
    String full = Objects.requireNonNull(Scene.of(SPEC).plan().sets().declared());
    String without = SPEC.replaceAll("- \\{name: (users|front).*\n", "");
    Scene scene = Scene.of(without).with(steady("certs")).with(steady("front"));
    scene.pass();
    scene.spec(SPEC).with(moved("kubectl-set").pinnedTo(full));
    assertThat(scene.pass().applied()).hasSize(1);
    assertThat(scene.status().contention()).isEmpty();
  }

  @Test
  void asManyAreKeptAsARecordOfFullSizeHas() {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    Contention stopped = new Contention("Deployment/old", "old", "m", List.of(at), at);
    Contest contest = Contest.of(List.of(stopped), new Terms(at, false, false, true));
    List<Correction> made =
        IntStream.range(0, 600).mapToObj(i -> new Correction(key("s" + i), change("m"))).toList();

    assertThat(contest.next(List.of(), made, Optional::of)).hasSize(512).contains(stopped);
  }

  @Test
  void oldCountsGoWhenNewOnesCome() {
    Instant at = Instant.parse("2026-01-02T00:00:00Z");
    Contention old =
        new Contention("Deployment/old", "old", "m", List.of(at.minusSeconds(86400)), null);
    Contest contest = Contest.of(List.of(old), new Terms(at, false, false, true));

    assertThat(contest.next(List.of(), List.of(), Optional::of)).containsExactly(old);
    assertThat(
            contest.next(List.of(), List.of(new Correction(key("new"), change("m"))), Optional::of))
        .extracting(Contention::workload)
        .containsExactly("Deployment/new");
  }

  private static WorkloadKey key(String name) {
    return new WorkloadKey(Kind.Deployment, name);
  }
}
