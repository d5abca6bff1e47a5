package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.fault.proxy.Traffic.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every trouble at every write of every scenario: each run reaches its end, and no invariant of the
 * recorder breaks at any revision. Clean runs come first: they raise no alarm, and what all of them
 * write are the writes of the matrix.
 *
 * <p>A cell is named {@code scenario/METHOD resource/name/subresource #occurrence/trouble}. One by
 * hand, or all in whose names an expression is found, on a cluster that stays up:
 *
 * <pre>
 * dev/cluster up --state target/dev-cluster
 * ./mvnw -q -o test -Dtest=FaultMatrixIT -Dcluster.state=target/dev-cluster \
 *     "-Dfault.only=pin-5/PATCH deployments/s3 #1/killed-after"
 * </pre>
 *
 * <p>Every write meets the worst troubles; all of them with {@code -Dfault.all=true}, which takes
 * four times as long. {@code -Dfault.stall=SECONDS} is how long a stalled answer takes, {@code
 * -Dfault.concurrency} how many runs go on at the same time. {@code target/fault-matrix.txt} has a
 * line for every run that has ended: how long it took, which it was, and what came of it.
 */
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {

  private static final List<Scenario> SCENARIOS =
      List.of(
          new PinFive(),
          new UnstickStatefulSet(),
          new RollOnDelete(),
          new DrainDeployment(),
          new ChangeInMidDrain(),
          new MendKey(),
          new Approve(),
          new Rotate(),
          new RotateTwice());
  private static final int CLEAN_RUNS = 50;

  /** Of a hundred runs, how many may end before the write came at which there was to be trouble. */
  private static final int ABSENT_PERCENT = 3;

  private static final boolean ALL = Boolean.getBoolean("fault.all");
  private static final String ONLY = System.getProperty("fault.only", "");
  private static final Pattern WANTED = Pattern.compile(ONLY);

  private final Bed bed;
  private final Report report = new Report(Path.of("target", "fault-matrix.txt"));
  private final List<String> absent = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger begun = new AtomicInteger();
  private final Runs runs = new Runs(Integer.getInteger("fault.concurrency", 8));

  FaultMatrixIT(Cluster cluster) {
    Bed made = new Bed(cluster, FaultMatrixIT.class);
    this.bed = ONLY.isEmpty() ? made.quietly() : made;
  }

  @AfterAll
  void end() {
    runs.close();
    bed.close();
  }

  @TestFactory
  Stream<DynamicTest> everyTroubleAtEveryWriteIsSurvived() {
    return Stream.concat(
        SCENARIOS.stream().flatMap(this::cells),
        Stream.of(DynamicTest.dynamicTest("nearly all writes came", this::assertFewAbsent)));
  }

  private void assertFewAbsent() {
    assertThat(absent.size() * 100)
        .as("runs in which the write never came: %s", absent)
        .isLessThanOrEqualTo(ABSENT_PERCENT * begun.get());
  }

  private Stream<DynamicTest> cells(Scenario scenario) {
    List<Cell> cells =
        writes(scenario).stream()
            .filter(scenario::spoils)
            .flatMap(
                place ->
                    Arrays.stream(Trouble.values())
                        .filter(trouble -> scenario.hasUser() || !trouble.byUser())
                        .filter(trouble -> ALL || !ONLY.isEmpty() || trouble.worst())
                        .map(trouble -> new Cell(scenario, place, trouble)))
            .filter(cell -> WANTED.matcher(cell.name()).find())
            .toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (Cell cell : cells) {
      tests.add(runs.test(cell.name(), () -> play(cell)));
    }
    return tests.stream();
  }

  private void play(Cell cell) {
    begun.incrementAndGet();
    if (cell.run(bed, report)) {
      return;
    }
    assertThat(cell.mayStayAway()).as(cell.name() + ": this write never came").isTrue();
    absent.add(cell.name());
  }

  /** What every clean run writes, in the order of the first. */
  private List<Place> writes(Scenario scenario) {
    int times = ONLY.isEmpty() ? Math.ceilDiv(CLEAN_RUNS, SCENARIOS.size()) : 1;
    List<Future<List<Place>>> clean = new ArrayList<>();
    for (int run = 0; run < times; run++) {
      clean.add(runs.begin(() -> Cell.clean(scenario, bed, report)));
    }
    List<Place> common = new ArrayList<>(Runs.await(clean.getFirst()));
    clean.forEach(run -> common.retainAll(Runs.await(run)));
    assertThat(common).as("writes of " + scenario.name()).isNotEmpty();
    return common;
  }
}
