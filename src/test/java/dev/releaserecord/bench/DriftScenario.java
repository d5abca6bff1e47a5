package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.bench.AuditLog.Request;
import dev.releaserecord.bench.raw.RawCorrector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Somebody else's image edit until it is set back, 500 times on each side, one edit every fifth of
 * a second: from the API server's answer to the edit until its answer to the correction.
 */
final class DriftScenario implements Scenario {

  private static final int RECORDS = 2;
  private static final int WORKLOADS = RECORDS * Load.SERVICES;
  private static final double GOAL_P50 = 1.2;
  private static final double GOAL_P99 = 1.5;
  private static final long PAUSE_MILLIS = 200;
  private static final long WARM_UP_PAUSE_MILLIS = 60;

  private enum Side {
    OPERATOR,
    RAW;

    String namespace() {
      return "drift-" + name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Side, Load> loads = new EnumMap<>(Side.class);
  private final Map<Side, List<List<Double>>> millis = new EnumMap<>(Side.class);
  private final List<Request> requests = new ArrayList<>();

  @Override
  public Result run(Bed bed) throws Exception {
    for (Side side : Side.values()) {
      bed.namespace(side.namespace());
      Load load = new Load(bed.client(), side.namespace());
      load.deployments(0, WORKLOADS, 3);
      loads.put(side, load);
      millis.put(side, new ArrayList<>());
    }
    Load governed = load(Side.OPERATOR);
    for (int i = 0; i < RECORDS; i++) {
      governed.record(i, 1);
    }
    bed.operator(Side.OPERATOR.namespace()).awaitReady();
    bed.raw(RawCorrector.class, Side.RAW.namespace()).awaitReady();
    governed.awaitReady(RECORDS);
    AuditLog audit = bed.audit();
    int pairs = bed.settings().pairs();
    int edits = WORKLOADS / pairs;
    for (Side side : Side.values()) {
      block(side, audit, 0, bed.settings().quick() ? edits : WORKLOADS, WARM_UP_PAUSE_MILLIS);
    }
    millis.values().forEach(List::clear);
    requests.clear();
    int block = 0;
    for (List<Side> turn : Statistics.turns(List.of(Side.values()), pairs)) {
      for (Side side : turn) {
        block(side, audit, block * edits, (block + 1) * edits, PAUSE_MILLIS);
      }
      block++;
    }
    return result(edits * pairs);
  }

  private void block(Side side, AuditLog audit, int from, int to, long pause)
      throws InterruptedException, ExecutionException {
    Bed.awaitQuiet(audit, Duration.ofMillis(500));
    List<Request> seen = new ArrayList<>();
    edit(load(side), from, to, pause);
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              seen.addAll(audit.read());
              return times(side, seen).size() >= to - from;
            });
    blocks(side).add(times(side, seen));
    seen.addAll(Bed.awaitQuiet(audit, Duration.ofMillis(500)));
    requests.addAll(seen.stream().filter(it -> it.namespace().equals(side.namespace())).toList());
  }

  /** One edit in each pause, by the clock; late ones follow at once. Returns after the last. */
  private static void edit(Load load, int from, int to, long pause)
      throws InterruptedException, ExecutionException {
    try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
      List<Future<?>> edits = new ArrayList<>();
      for (int i = from; i < to; i++) {
        int number = spread(i);
        edits.add(
            pace.schedule(
                () -> load.edit(number, "registry.example/foreign/by-hand:" + number),
                (i - from) * pause,
                TimeUnit.MILLISECONDS));
      }
      try {
        for (Future<?> edit : edits) {
          edit.get();
        }
      } finally {
        pace.shutdownNow();
      }
    }
  }

  /** Even numbers fall into the first record, odd ones into the second. */
  private static int spread(int i) {
    return (i % RECORDS) * Load.SERVICES + i / RECORDS;
  }

  /**
   * Of every edit that was set back. In the log a quick correction may come before its edit: both
   * lines are written after the answers.
   */
  private static List<Double> times(Side side, List<Request> seen) {
    Map<String, Instant> edited = new HashMap<>();
    Map<String, Instant> corrected = new HashMap<>();
    for (Request request : seen) {
      if (request.is("patch", "deployments") && request.namespace().equals(side.namespace())) {
        boolean edit = request.agent().equals(Bed.HARNESS);
        (edit ? edited : corrected).putIfAbsent(request.name(), request.ended());
      }
    }
    List<Double> times = new ArrayList<>();
    edited.forEach(
        (name, since) -> {
          Instant done = corrected.get(name);
          if (done != null) {
            times.add(Duration.between(since, done).toNanos() / 1e6);
          }
        });
    return times;
  }

  private Load load(Side side) {
    return Objects.requireNonNull(loads.get(side));
  }

  private Result result(int edits) {
    return new Result(
        "drift",
        List.of(
            Row.ratio("drift", "edit to correction, p50", part(0.5), "ms", GOAL_P50),
            Row.ratio("drift", "edit to correction, p99", part(0.99), "ms", GOAL_P99),
            Row.value(
                "drift",
                "p99 of all edits, both sides pooled",
                Spread.one(pooled(Side.OPERATOR) / pooled(Side.RAW)),
                "×",
                null)),
        Counts.of(requests, edits),
        List.of("Requests are per edit.", edits + " edits on each side."));
  }

  private Ratio part(double part) {
    return new Ratio(part(Side.OPERATOR, part), part(Side.RAW, part));
  }

  private List<Double> part(Side side, double part) {
    return blocks(side).stream().map(block -> Statistics.percentile(block, part)).toList();
  }

  private double pooled(Side side) {
    return Statistics.percentile(blocks(side).stream().flatMap(List::stream).toList(), 0.99);
  }

  private List<List<Double>> blocks(Side side) {
    return Objects.requireNonNull(millis.get(side));
  }
}
