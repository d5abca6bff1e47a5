package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.fault.proxy.Traffic.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

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
 * <p>{@code -Dfault.scenario=EXPRESSION} leaves out scenarios of other names, their clean runs too.
 * Every write meets the worst troubles; all of them with {@code -Dfault.all=true}, which takes two
 * and a half times as long. {@code -Dfault.stall=SECONDS} is how long a stalled answer takes,
 * {@code -Dfault.concurrency} how many runs go on at the same time. {@code target/fault-matrix.txt}
 * has a line for every run that has ended: how long it took, which it was, and what came of it.
 */
@Isolated("takes both cores, and its patience is measured on that")
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
          new Expire(),
          new Rotate(),
          new RotateTwice(),
          new GoBack(),
          new UndoByHand(),
          new CheckByJob());
  private static final int CLEAN_RUNS = 50;
  private static final int AT_ONCE = 10;
  private static final long SEED = 20261201L;

  /** Of a hundred runs, how many may end before the write came at which there was to be trouble. */
  private static final int ABSENT_PERCENT = 3;

  private static final boolean ALL = Boolean.getBoolean("fault.all");
  private static final String ONLY = System.getProperty("fault.only", "");
  private static final Pattern WANTED = Pattern.compile(ONLY);
  private static final Pattern SCENARIO = Pattern.compile(System.getProperty("fault.scenario", ""));

  private final Bed bed;
  private final Report report = new Report(Path.of("target", "fault-matrix.txt"));
  private final List<String> absent = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger begun = new AtomicInteger();
  private final Runs runs = new Runs(Integer.getInteger("fault.concurrency", AT_ONCE));

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
    List<Scenario> wanted =
        SCENARIOS.stream().filter(it -> SCENARIO.matcher(it.name()).find()).toList();
    Map<Scenario, List<Future<List<Place>>>> clean = new LinkedHashMap<>();
    wanted.forEach(scenario -> clean.put(scenario, cleanRuns(scenario)));
    List<Cell> cells = new ArrayList<>();
    wanted.forEach(
        scenario -> cells.addAll(cells(scenario, Objects.requireNonNull(clean.get(scenario)))));
    // Some scenarios wait for a deadline, others compute: side by side they take the least time.
    Collections.shuffle(cells, new Random(SEED));
    List<DynamicTest> tests = new ArrayList<>();
    cells.forEach(cell -> tests.add(runs.test(cell.name(), () -> play(cell))));
    tests.add(DynamicTest.dynamicTest("nearly all writes came", this::assertFewAbsent));
    return tests.stream();
  }

  private void assertFewAbsent() {
    assertThat(absent.size() * 100)
        .as("runs in which the write never came: %s", absent)
        .isLessThanOrEqualTo(ABSENT_PERCENT * begun.get());
  }

  private List<Cell> cells(Scenario scenario, List<Future<List<Place>>> clean) {
    List<Place> places = writes(scenario, clean).stream().filter(scenario::spoils).toList();
    report.note(scenario.name() + " is spoilt at " + places);
    List<Cell> cells =
        places.stream()
            .flatMap(
                place ->
                    Arrays.stream(Trouble.values())
                        .filter(trouble -> scenario.hasUser() || !trouble.byUser())
                        .filter(trouble -> ALL || !ONLY.isEmpty() || trouble.worst())
                        .map(trouble -> new Cell(scenario, place, trouble)))
            .filter(cell -> WANTED.matcher(cell.name()).find())
            .toList();
    report.note(scenario.name() + " has " + cells.size() + " cells");
    return cells;
  }

  private void play(Cell cell) {
    begun.incrementAndGet();
    if (cell.run(bed, report)) {
      return;
    }
    assertThat(cell.mayStayAway()).as(cell.name() + ": this write never came").isTrue();
    absent.add(cell.name());
  }

  private List<Future<List<Place>>> cleanRuns(Scenario scenario) {
    int times = ONLY.isEmpty() ? Math.ceilDiv(CLEAN_RUNS, SCENARIOS.size()) : 1;
    List<Future<List<Place>>> clean = new ArrayList<>();
    for (int run = 0; run < times; run++) {
      clean.add(runs.begin(() -> Cell.clean(scenario, bed, report)));
    }
    return clean;
  }

  /** What every clean run writes, in the order of the first. */
  private static List<Place> writes(Scenario scenario, List<Future<List<Place>>> clean) {
    List<Place> common = new ArrayList<>(Runs.await(clean.getFirst()));
    clean.forEach(run -> common.retainAll(Runs.await(run)));
    assertThat(common).as("writes of " + scenario.name()).isNotEmpty();
    return common;
  }
}
