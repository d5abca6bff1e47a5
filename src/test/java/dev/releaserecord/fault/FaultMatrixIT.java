package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.fault.proxy.Traffic.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/**
 * Every trouble at every write of every scenario: each run reaches its end, and no invariant of the
 * recorder breaks at any revision. Clean runs come first: they raise no alarm, and what all of them
 * write are the writes of the matrix.
 *
 * <p>A cell is named {@code scenario/METHOD resource/name/subresource #occurrence/trouble}. One by
 * hand, or all whose names contain the words, on a cluster that stays up:
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
          new ChangeInMidDrain());
  private static final int CLEAN_RUNS = 50;
  private static final boolean ALL = Boolean.getBoolean("fault.all");
  private static final String ONLY = System.getProperty("fault.only", "");

  private final Bed bed;
  private final Report report = new Report(Path.of("target", "fault-matrix.txt"));
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Integer.getInteger("fault.concurrency", 6),
          Thread.ofPlatform().name("run-", 0).daemon().factory());

  private final Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level before = log.getLevel();

  FaultMatrixIT(Cluster cluster) {
    this.bed = new Bed(cluster);
    if (ONLY.isEmpty()) {
      // Operators and clients rightly warn of every trouble, which is thousands of lines.
      log.setLevel(Level.ERROR);
    }
  }

  @AfterAll
  void end() {
    threads.shutdownNow();
    bed.close();
    log.setLevel(before);
  }

  @TestFactory
  Stream<DynamicTest> everyTroubleAtEveryWriteIsSurvived() {
    return SCENARIOS.stream().flatMap(this::cells);
  }

  private Stream<DynamicTest> cells(Scenario scenario) {
    List<Cell> cells =
        writes(scenario).stream()
            .flatMap(
                place ->
                    Arrays.stream(Trouble.values())
                        .filter(trouble -> ALL || !ONLY.isEmpty() || trouble.worst())
                        .map(trouble -> new Cell(scenario, place, trouble)))
            .filter(cell -> cell.name().contains(ONLY))
            .toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (Cell cell : cells) {
      Future<?> run = threads.submit(() -> cell.run(bed, report));
      tests.add(DynamicTest.dynamicTest(cell.name(), () -> await(run)));
    }
    return tests.stream();
  }

  /** What every clean run writes, in the order of the first. */
  private List<Place> writes(Scenario scenario) {
    int runs = ONLY.isEmpty() ? Math.ceilDiv(CLEAN_RUNS, SCENARIOS.size()) : 1;
    List<Future<List<Place>>> clean = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Callable<List<Place>> task = () -> Cell.clean(scenario, bed, report);
      clean.add(threads.submit(task));
    }
    List<Place> common = new ArrayList<>(await(clean.getFirst()));
    clean.forEach(run -> common.retainAll(await(run)));
    assertThat(common).as("writes of " + scenario.name()).isNotEmpty();
    return common;
  }

  private static <T> T await(Future<T> run) {
    try {
      return run.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
