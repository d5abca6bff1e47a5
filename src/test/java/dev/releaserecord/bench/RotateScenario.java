package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.bench.AuditLog.Request;
import dev.releaserecord.bench.raw.RawRestarter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A new value in a Secret until whoever takes it is restarted, all as a watch of this process
 * brings it. Of 50 services the operator restarts one first: from the moment when that one is well
 * to the last of the others, beside a raw loop that restarts as many as soon as the Secret changed.
 * Then a service that is alone with its Secret: from that to its restart. Last, the operator is
 * killed while it restarts the 50, and started again.
 */
final class RotateScenario implements Scenario {

  private static final int RECORDS = 2;
  private static final int WARM_UP = 12;
  private static final int SINGLES = 5;
  private static final int BEFORE_THE_KILL = 10;
  private static final double GOAL = 1.2;
  private static final Duration QUIET = Duration.ofMillis(500);

  private enum Side {
    OPERATOR,
    RAW;

    String namespace() {
      return "rotate-" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** One rotation of the many, in milliseconds. */
  private record Taken(double whole, double patches) {}

  /**
   * One kill.
   *
   * @param before how many had been restarted by then
   * @param seconds from the kill to the last restart
   */
  private record Killed(int before, long missed, long twice, double seconds) {}

  private final Map<Side, RotateStage> stages = new EnumMap<>(Side.class);
  private final Map<Side, List<Taken>> many = new EnumMap<>(Side.class);
  private final Map<Side, List<Double>> single = new EnumMap<>(Side.class);
  private final List<Request> requests = new ArrayList<>();

  @Override
  public Result run(Bed bed) throws Exception {
    int pairs = bed.settings().pairs();
    try (RotateStage governed = RotateStage.governed(bed, Side.OPERATOR.namespace());
        RotateStage raw = RotateStage.raw(bed, Side.RAW.namespace())) {
      stages.put(Side.OPERATOR, governed);
      stages.put(Side.RAW, raw);
      OperatorChild operator = bed.operator(governed.namespace()).awaitReady();
      bed.raw(RawRestarter.class, raw.namespace()).awaitReady();
      AuditLog audit = bed.audit();
      warmUp(bed, audit);
      for (List<Side> turn : Statistics.turns(List.of(Side.values()), pairs)) {
        for (Side side : turn) {
          many(bed, side, audit);
        }
      }
      for (List<Side> turn : Statistics.turns(List.of(Side.values()), pairs)) {
        for (Side side : turn) {
          single(bed, side, audit);
        }
      }
      return result(pairs, kills(bed, operator, audit));
    }
  }

  private void warmUp(Bed bed, AuditLog audit) {
    for (Side side : Side.values()) {
      for (int i = 0; i < (bed.settings().quick() ? 2 : WARM_UP); i++) {
        many(bed, side, audit);
      }
      single(bed, side, audit);
    }
    many.clear();
    single.clear();
    requests.clear();
  }

  private void many(Bed bed, Side side, AuditLog audit) {
    RotateStage stage = stage(side);
    settle(bed, audit);
    stage.begin(stage.many());
    stage.awaitWell(stage.many());
    many.computeIfAbsent(side, _ -> new ArrayList<>())
        .add(
            side == Side.OPERATOR
                ? new Taken(stage.sinceTheFirstWasWell(), stage.patches(1))
                : new Taken(stage.sinceTheSecret(stage.many()), stage.patches(0)));
    Bed.awaitQuiet(audit, QUIET).stream()
        .filter(request -> request.namespace().equals(side.namespace()))
        .forEach(requests::add);
  }

  private void single(Bed bed, Side side, AuditLog audit) {
    RotateStage stage = stage(side);
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < SINGLES; i++) {
      settle(bed, audit);
      stage.begin(stage.single());
      stage.awaitWell(stage.single());
      millis.add(stage.sinceTheSecret(stage.single()));
    }
    single.computeIfAbsent(side, _ -> new ArrayList<>()).add(Statistics.median(millis));
  }

  /** The next rotation finds everybody well, and nothing left to be told of the one before. */
  private void settle(Bed bed, AuditLog audit) {
    Bed.awaitQuiet(audit, QUIET);
    new Load(bed.client(), Side.OPERATOR.namespace()).awaitReady(RECORDS);
  }

  private List<Killed> kills(Bed bed, OperatorChild first, AuditLog audit) throws Exception {
    List<Killed> all = new ArrayList<>();
    OperatorChild operator = first;
    for (int i = 0; i < bed.settings().pairs(); i++) {
      RotateStage stage = stage(Side.OPERATOR);
      settle(bed, audit);
      Map<String, Long> before = stage.watch().generations();
      stage.begin(stage.many());
      await()
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> stage.watch().restarts() >= BEFORE_THE_KILL);
      operator.child().kill();
      long killed = System.nanoTime();
      operator = bed.operator(stage.namespace());
      // It waits for the lease of the one before: until then nobody restarts anything.
      Bed.awaitQuiet(audit, QUIET);
      int restarted = stage.watch().restarts();
      try {
        stage.awaitWell(stage.many());
      } catch (ConditionTimeoutException _) {
        // How many it has not reached is what the row is about.
      }
      Bed.awaitQuiet(audit, QUIET);
      all.add(
          new Killed(
              restarted,
              RotateStage.SERVICES - stage.changed(stage.many(), before, 1),
              stage.changed(stage.many(), before, 2),
              stage.secondsSince(killed)));
    }
    return all;
  }

  private Result result(int pairs, List<Killed> kills) {
    List<Row> rows = new ArrayList<>();
    rows.add(ratio("first one well to the last of 49 others", of(Taken::whole), GOAL));
    rows.add(ratio("first to last of these 49 patches", of(Taken::patches), null));
    rows.add(
        ratio(
            "a single service, Secret to patch",
            new Ratio(singles(Side.OPERATOR), singles(Side.RAW)),
            GOAL));
    long missed = kills.stream().mapToLong(Killed::missed).sum();
    long twice = kills.stream().mapToLong(Killed::twice).sum();
    String killed = "killed among 50 restarts: ";
    rows.add(value(killed + "services not restarted", Spread.one(missed), "", 0.0));
    rows.add(value(killed + "restarted more than once", Spread.one(twice), "", 0.0));
    rows.add(value(killed + "restarted before it", spread(kills, Killed::before), "", null));
    rows.add(value(killed + "until the last one", spread(kills, Killed::seconds), "s", null));
    long all = (long) kills.size() * RotateStage.SERVICES;
    return new Result(
        "rotate",
        rows,
        Counts.of(requests, pairs),
        List.of(
            "Requests are per rotation of the 50, until all is quiet.",
            "Kills: %d; restarted after all: %d of %d."
                .formatted(kills.size(), all - missed, all)));
  }

  private static Row ratio(String what, Ratio ratio, @Nullable Double goal) {
    return Row.ratio("rotate", what, ratio, "ms", goal);
  }

  private static Row value(String what, Spread value, String unit, @Nullable Double goal) {
    return Row.value("rotate", what, value, unit, goal);
  }

  private static Spread spread(List<Killed> kills, ToDoubleFunction<Killed> of) {
    return Statistics.spread(kills.stream().mapToDouble(of).boxed().toList());
  }

  private Ratio of(ToDoubleFunction<Taken> part) {
    return new Ratio(millis(Side.OPERATOR, part), millis(Side.RAW, part));
  }

  private List<Double> millis(Side side, ToDoubleFunction<Taken> part) {
    return Objects.requireNonNull(many.get(side)).stream().mapToDouble(part).boxed().toList();
  }

  private List<Double> singles(Side side) {
    return Objects.requireNonNull(single.get(side));
  }

  private RotateStage stage(Side side) {
    return Objects.requireNonNull(stages.get(side));
  }
}
