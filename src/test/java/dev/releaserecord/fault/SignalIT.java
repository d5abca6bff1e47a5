package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.OperatorProcess;
import dev.releaserecord.fault.proxy.Deed;
import dev.releaserecord.fault.proxy.Fault;
import dev.releaserecord.fault.proxy.Fault.Cut;
import dev.releaserecord.fault.proxy.FaultProxy;
import dev.releaserecord.fault.proxy.Traffic.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The operator as it is installed, killed and frozen by signals at its writes, and succeeded by
 * another process. {@link FaultMatrixIT} has more of it, with operators that are only cut off.
 */
@Isolated("starts many processes")
@NeedsKwok
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int AT_ONCE = 4;
  private static final int STATUSES = 2;
  private static final String LEASE = "3s";
  private static final int TURNED_BACK = 406;

  private final Bed bed;
  private final Runs runs = new Runs(AT_ONCE);
  private final Report report = new Report(Path.of("target", "signals.txt"));

  SignalIT(Cluster cluster) {
    this.bed = new Bed(cluster, SignalIT.class).quietly();
  }

  @AfterAll
  void end() {
    runs.close();
    bed.close();
  }

  /** SIGKILL when the write is done, and before the process knows. */
  @TestFactory
  Stream<DynamicTest> killedAfterAWriteItIsSucceeded() {
    return Stream.of(new DrainDeployment(), new UnstickStatefulSet())
        .flatMap(scenario -> cells(scenario, "killed", this::killed));
  }

  /** SIGSTOP when the write is done; it wakes when another leads and has finished. */
  @TestFactory
  Stream<DynamicTest> aLeaderThatWakesFromAFreezeWritesNothing() {
    return cells(new DrainDeployment(), "frozen", this::frozen);
  }

  private interface Strike {
    void run(Scenario scenario, Place place);
  }

  /** One for every write of which later ones depend: an attempt stands in the first statuses. */
  private Stream<DynamicTest> cells(Scenario scenario, String signal, Strike strike) {
    List<Place> common = new ArrayList<>(Cell.clean(scenario, bed, report));
    common.retainAll(Cell.clean(scenario, bed, report));
    List<Place> places =
        common.stream()
            .filter(place -> !place.signature().contains(" events"))
            .filter(
                place -> !place.signature().endsWith("/status") || place.occurrence() <= STATUSES)
            .toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (Place place : places) {
      String name = scenario.name() + "/" + place + "/" + signal;
      tests.add(runs.test(name, () -> report.ran(name, () -> strike.run(scenario, place))));
    }
    return tests.stream();
  }

  private void killed(Scenario scenario, Place place) {
    AtomicReference<OperatorProcess> first = new AtomicReference<>();
    CountDownLatch struck = new CountDownLatch(1);
    Fault fault =
        encounter -> {
          encounter.forward();
          Objects.requireNonNull(first.get()).kill();
          struck.countDown();
          throw new Cut();
        };
    try (Stage stage = Stage.open(bed)) {
      scenario.prepare(stage);
      stage.traffic().arm(place, 1, fault);
      try (OperatorProcess operator = start(stage.openDoor(), stage, "--no-leader-elect")) {
        first.set(operator);
        scenario.act(stage);
        struck(struck, place, operator);
        try (OperatorProcess second = start(stage.openDoor(), stage, "--no-leader-elect")) {
          eventually(() -> scenario.assertReached(stage));
          assertThat(second.log()).doesNotContain("Exception");
        }
      }
      assertThat(stage.violations()).isEmpty();
    }
  }

  private void frozen(Scenario scenario, Place place) {
    AtomicReference<OperatorProcess> first = new AtomicReference<>();
    CountDownLatch struck = new CountDownLatch(1);
    Fault fault =
        encounter -> {
          Fault.Reply reply = encounter.forward();
          Objects.requireNonNull(first.get()).freeze();
          struck.countDown();
          return reply;
        };
    try (Stage stage = Stage.open(bed)) {
      scenario.prepare(stage);
      stage.traffic().arm(place, 1, fault);
      try (OperatorProcess leader = elected(stage);
          OperatorProcess next = elected(stage)) {
        first.set(leader);
        scenario.act(stage);
        struck(struck, place, leader);
        eventually(() -> scenario.assertReached(stage));
        long woken = System.nanoTime();
        leader.thaw();
        scenario.edit(stage);
        eventually(() -> scenario.assertReached(stage));
        assertThat(next.isAlive()).isTrue();
        List<Deed> deeds = stage.traffic().deeds().stream().filter(deed -> !lease(deed)).toList();
        assertThat(deeds).as("the leader was the one that froze").first().matches(SignalIT::first);
        assertThat(deeds).as("another went on").anyMatch(deed -> !first(deed));
        // The client sends again what was under way when its answer was too late.
        assertThat(deeds)
            .filteredOn(deed -> first(deed) && deed.sent() > woken)
            .allMatch(deed -> deed.code() == TURNED_BACK);
      }
      assertThat(stage.violations()).isEmpty();
    }
  }

  private static boolean first(Deed deed) {
    return deed.operator() == 1;
  }

  private static boolean lease(Deed deed) {
    return deed.write().target().resource().equals("leases");
  }

  private static OperatorProcess elected(Stage stage) {
    return start(
            stage.openDoor(),
            stage,
            "--lease-namespace",
            stage.namespace(),
            "--lease-duration",
            LEASE)
        .awaitReady();
  }

  private static OperatorProcess start(FaultProxy door, Stage stage, String... more) {
    List<String> words =
        Stream.concat(
                Stream.of("--namespace", stage.namespace(), "--log-format", "text"),
                Stream.of(more))
            .toList();
    return OperatorProcess.start(
        OperatorProcess.Options.with(door.kubeconfig(), words.toArray(String[]::new))
            .environment(Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1")));
  }

  private static void struck(CountDownLatch latch, Place place, OperatorProcess operator) {
    await(place + " comes; its log: " + operator.logFile())
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .until(() -> latch.getCount() == 0);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).pollInterval(POLL).untilAsserted(assertion);
  }
}
