package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.fault.proxy.Traffic.Place;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionTimeoutException;

/** One scenario with one trouble at one of its writes. */
record Cell(Scenario scenario, Place place, Trouble trouble) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  /** How long after the end the write may still come: a status is written behind the passes. */
  private static final Duration LATE = Duration.ofSeconds(3);

  /** A write that not every run makes is tried for this often. */
  private static final int ATTEMPTS = 3;

  String name() {
    return scenario.name() + "/" + place + "/" + trouble.word();
  }

  /**
   * Runs until the trouble was met; asserts that the end is reached and no invariant broke.
   *
   * @return whether it was met at last
   */
  boolean run(Bed bed, Report report) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (report.of(name(), () -> met(bed))) {
        return true;
      }
    }
    return false;
  }

  /**
   * What changes while a status or an event is written is told by the next one, or by the same. A
   * finalizer is put and taken off, and taken off once more where the cache has not seen it yet.
   */
  boolean mayStayAway() {
    String signature = place.signature();
    boolean told = signature.endsWith("/status") || signature.equals("POST events");
    boolean finalizer = signature.startsWith("PATCH releaserecords/") && !told;
    return told && place.occurrence() > 1 || finalizer && place.occurrence() > 2;
  }

  private boolean met(Bed bed) {
    try (Stage stage = Stage.open(bed)) {
      scenario.prepare(stage);
      stage.traffic().arm(place, trouble.times, trouble.in(scenario, stage));
      stage.startOperator();
      boolean met = play(stage);
      stage.endOperators();
      assertThat(stage.violations()).as(name()).isEmpty();
      return met;
    }
  }

  /** The scenario waits for what an operator does: a killed one is succeeded beside it. */
  private boolean play(Stage stage) {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> succession =
        CompletableFuture.runAsync(
            () -> {
              if (trouble.kills()) {
                succeed(stage, over);
              }
            },
            task -> Thread.ofVirtual().start(task));
    try {
      scenario.act(stage);
      awaitReached(stage);
      boolean met = late(stage.traffic()::spoilt);
      if (met && trouble.kills()) {
        succession.join();
        stage.awaitPass();
        awaitReached(stage);
      }
      return met;
    } finally {
      over.set(true);
      succession.join();
    }
  }

  private void succeed(Stage stage, AtomicBoolean over) {
    await(name())
        .forever()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> over.get() || stage.killed());
    if (!over.get()) {
      trouble.restart(stage);
    }
  }

  private void awaitReached(Stage stage) {
    try {
      await(name())
          .atMost(PATIENCE)
          .pollInterval(POLL)
          .untilAsserted(() -> scenario.assertReached(stage));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(name() + ": the world is\n" + stage.world(), e);
    }
  }

  private static boolean late(Callable<Boolean> condition) {
    try {
      await().atMost(LATE).pollDelay(Duration.ZERO).pollInterval(POLL).until(condition);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /** A run in which nothing goes wrong, and the writes that the operator made. */
  static List<Place> clean(Scenario scenario, Bed bed, Report report) {
    return report.of(scenario.name() + "/clean", () -> clean(scenario, bed));
  }

  private static List<Place> clean(Scenario scenario, Bed bed) {
    try (Stage stage = Stage.open(bed)) {
      scenario.prepare(stage);
      stage.startOperator();
      scenario.act(stage);
      await(scenario.name())
          .atMost(PATIENCE)
          .pollInterval(POLL)
          .untilAsserted(() -> scenario.assertReached(stage));
      stage.endOperators();
      assertThat(stage.violations()).as(scenario.name()).isEmpty();
      return stage.traffic().places();
    }
  }
}
