package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.bench.AuditLog.Request;
import dev.releaserecord.bench.raw.InFlight;
import dev.releaserecord.bench.raw.RawLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Pins 500 services. Every side has a namespace, Deployments and records of its own, and the same
 * two writes of records begin a round on each, warm-up rounds on all at once: the operator acts on
 * what its watch brings, the raw loops are told as soon as the write was answered. The clock runs
 * from the answer to the first of the two until the API server has answered the last patch.
 */
final class PinScenario implements Scenario {

  private static final int RECORDS = 2;
  private static final int WORKLOADS = RECORDS * Load.SERVICES;
  private static final int WARM_UP = 16;
  private static final double GOAL = 1.15;
  private static final Duration QUIET = Duration.ofMillis(400);

  private enum Side {
    OPERATOR,
    INFORMER,
    BARE;

    String namespace() {
      return "pin-" + name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Side, Load> loads = new EnumMap<>(Side.class);
  private final Map<Side, Child> children = new EnumMap<>(Side.class);
  private final Map<Side, List<Double>> seconds = new EnumMap<>(Side.class);
  private final List<Request> requests = new ArrayList<>();
  private int round;

  @Override
  public Result run(Bed bed) throws Exception {
    for (Side side : Side.values()) {
      bed.namespace(side.namespace());
      Load load = new Load(bed.client(), side.namespace());
      load.deployments(0, WORKLOADS, 3);
      for (int i = 0; i < RECORDS; i++) {
        load.record(i, 0);
      }
      loads.put(side, load);
      seconds.put(side, new ArrayList<>());
    }
    OperatorChild operator = bed.operator(Side.OPERATOR.namespace()).awaitReady();
    children.put(Side.OPERATOR, operator.child());
    for (Side side : List.of(Side.INFORMER, Side.BARE)) {
      String mode = side.name().toLowerCase(Locale.ROOT);
      children.put(side, bed.raw(RawLoop.class, side.namespace(), mode).awaitReady());
    }
    load(Side.OPERATOR).awaitReady(RECORDS);
    AuditLog audit = bed.audit();
    Bed.awaitQuiet(audit, QUIET);
    int warmUp = bed.settings().quick() ? 3 : WARM_UP;
    for (int i = 0; i < warmUp; i++) {
      round++;
      pinned(List.of(Side.values()), audit);
    }
    for (List<Side> turn : Statistics.turns(List.of(Side.values()), bed.settings().pairs())) {
      round++;
      for (Side side : turn) {
        measure(side, audit);
      }
    }
    return result(bed.settings().pairs());
  }

  private void measure(Side side, AuditLog audit) throws InterruptedException {
    List<Request> seen = pinned(List.of(side), audit);
    Instant begun =
        ended(seen, it -> it.agent().equals(Bed.HARNESS) && it.is("patch", "releaserecords"))
            .min(Instant::compareTo)
            .orElseThrow();
    Instant done = ended(seen, it -> pin(side, it)).max(Instant::compareTo).orElseThrow();
    timesOf(side).add(Duration.between(begun, done).toNanos() / 1e9);
    requests.addAll(seen.stream().filter(it -> it.namespace().equals(side.namespace())).toList());
  }

  /** One round of these sides; returns what the API server saw until all was quiet again. */
  private List<Request> pinned(List<Side> sides, AuditLog audit) throws InterruptedException {
    List<Request> seen = new ArrayList<>();
    for (Side side : sides) {
      try (InFlight flight = new InFlight()) {
        flight.forEach(0, RECORDS, begin(side));
      }
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              seen.addAll(audit.read());
              return sides.stream().allMatch(side -> count(side, seen) >= WORKLOADS);
            });
    if (sides.contains(Side.OPERATOR)) {
      load(Side.OPERATOR).awaitReady(RECORDS);
    }
    seen.addAll(Bed.awaitQuiet(audit, QUIET));
    return seen;
  }

  private static long count(Side side, List<Request> seen) {
    return seen.stream().filter(request -> pin(side, request)).count();
  }

  private IntConsumer begin(Side side) {
    return record -> {
      load(side).declare(record, round);
      if (side != Side.OPERATOR) {
        int first = record * Load.SERVICES;
        try {
          Objects.requireNonNull(children.get(side))
              .tell(round + " " + first + " " + (first + Load.SERVICES));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static boolean pin(Side side, Request request) {
    return request.is("patch", "deployments") && request.namespace().equals(side.namespace());
  }

  private static Stream<Instant> ended(List<Request> requests, Predicate<Request> which) {
    return requests.stream().filter(which).map(Request::ended);
  }

  private Load load(Side side) {
    return Objects.requireNonNull(loads.get(side));
  }

  private Result result(int pairs) {
    Map<String, Map<String, Double>> counts = Counts.of(requests, (double) pairs * RECORDS);
    List<Row> rows = new ArrayList<>();
    rows.add(
        Row.ratio("pin", "500 images ÷ raw loop with informer", against(Side.INFORMER), "s", GOAL));
    rows.add(Row.ratio("pin", "500 images ÷ bare raw loop", against(Side.BARE), "s", null));
    List<Request> ours =
        requests.stream()
            .filter(it -> it.namespace().equals(Side.OPERATOR.namespace()))
            .filter(it -> it.agent().startsWith("release-operator/"))
            .filter(it -> !it.resource().equals("leases"))
            .toList();
    List<Request> writes = ours.stream().filter(Request::writes).toList();
    double history =
        writes.stream().filter(it -> it.resource().equals("controllerrevisions")).count();
    double reads =
        ours.stream().filter(it -> it.verb().equals("get") || it.verb().equals("list")).count();
    double spans = (double) pairs * RECORDS;
    rows.add(
        Row.value(
            "pin",
            "writes per record beside its 250 patches and its history",
            Spread.one((writes.size() - history) / spans - Load.SERVICES),
            "",
            3.0));
    rows.add(
        Row.value(
            "pin",
            "history: the verified set, and the oldest beyond historyLimit",
            Spread.one(history / spans),
            "",
            null));
    rows.add(Row.value("pin", "GET and LIST per record", Spread.one(reads / spans), "", 0.0));
    return new Result(
        "pin",
        rows,
        counts,
        List.of("Requests are per record and round, until the record is Ready and all is quiet."));
  }

  private Ratio against(Side baseline) {
    return new Ratio(timesOf(Side.OPERATOR), timesOf(baseline));
  }

  private List<Double> timesOf(Side side) {
    return Objects.requireNonNull(seconds.get(side));
  }
}
