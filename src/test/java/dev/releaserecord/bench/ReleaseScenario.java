package dev.releaserecord.bench;

import dev.releaserecord.bench.AuditLog.Request;
import dev.releaserecord.bench.raw.Images;
import dev.releaserecord.bench.raw.RawLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A release of 50 services, each with a pod that kwok plays: from the answer to the write of the
 * record until a watch of this process has seen every Deployment rolled out. The raw loop patches
 * the same Deployments of another namespace as soon as a record there was written, and the same
 * controllers roll them out.
 */
final class ReleaseScenario implements Scenario {

  private static final int SERVICES = 50;
  private static final int WARM_UP = 12;
  private static final double GOAL = 1.05;
  private static final Duration QUIET = Duration.ofMillis(500);

  private enum Side {
    OPERATOR,
    RAW;

    String namespace() {
      return "release-" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** One release, in seconds. */
  private record Taken(double pinned, double complete) {}

  private record Stage(Load load, RolloutWatch watch) {}

  private final Map<Side, Stage> stages = new EnumMap<>(Side.class);
  private final Map<Side, List<Taken>> taken = new EnumMap<>(Side.class);
  private final List<Request> requests = new ArrayList<>();
  private int round;

  @Override
  public Result run(Bed bed) throws Exception {
    int pairs = bed.settings().pairs();
    try (RolloutWatch governed = stage(bed, Side.OPERATOR);
        RolloutWatch raw = stage(bed, Side.RAW)) {
      List.of(governed, raw).forEach(RolloutWatch::awaitComplete);
      bed.operator(Side.OPERATOR.namespace()).awaitReady();
      Child loop = bed.raw(RawLoop.class, Side.RAW.namespace(), "informer").awaitReady();
      AuditLog audit = bed.audit();
      for (int i = 0; i < (bed.settings().quick() ? 2 : WARM_UP); i++) {
        round++;
        for (Side side : Side.values()) {
          release(side, loop, audit);
        }
      }
      taken.clear();
      requests.clear();
      for (List<Side> turn : Statistics.turns(List.of(Side.values()), pairs)) {
        round++;
        for (Side side : turn) {
          release(side, loop, audit);
        }
      }
    }
    return result(pairs);
  }

  private RolloutWatch stage(Bed bed, Side side) throws InterruptedException {
    bed.namespace(side.namespace());
    Load load = new Load(bed.client(), side.namespace(), SERVICES);
    RolloutWatch watch = new RolloutWatch(bed.client(), side.namespace());
    watch.expect(images());
    load.deployments(0, SERVICES, 3);
    load.record(0, 0);
    load.givePods(0, SERVICES);
    stages.put(side, new Stage(load, watch));
    return watch;
  }

  private Map<String, String> images() {
    return IntStream.range(0, SERVICES)
        .boxed()
        .collect(Collectors.toMap(Images::name, number -> Images.pinned(round, number)));
  }

  /** All is quiet before, and Ready: nothing is left to be told of the release before. */
  private void release(Side side, Child loop, AuditLog audit) throws IOException {
    Bed.awaitQuiet(audit, QUIET);
    Objects.requireNonNull(stages.get(Side.OPERATOR)).load().awaitReady(1);
    Stage stage = Objects.requireNonNull(stages.get(side));
    stage.watch().expect(images());
    stage.load().declare(0, round);
    long begun = System.nanoTime();
    if (side == Side.RAW) {
      loop.tell(round + " 0 " + SERVICES);
    }
    stage.watch().awaitComplete();
    taken
        .computeIfAbsent(side, _ -> new ArrayList<>())
        .add(
            new Taken(
                (stage.watch().lastPinned() - begun) / 1e9,
                (stage.watch().lastComplete() - begun) / 1e9));
    Bed.awaitQuiet(audit, QUIET).stream()
        .filter(request -> request.namespace().equals(side.namespace()))
        .forEach(requests::add);
  }

  private Result result(int pairs) {
    return new Result(
        "release",
        List.of(
            ratio("50 services: record written to all rolled out", Taken::complete, GOAL),
            ratio("of this, until the last image was there", Taken::pinned, null)),
        Counts.of(requests, pairs),
        List.of("Requests are per release, until all is quiet."));
  }

  private Row ratio(String what, ToDoubleFunction<Taken> part, @Nullable Double goal) {
    return Row.ratio(
        "release", what, new Ratio(of(Side.OPERATOR, part), of(Side.RAW, part)), "s", goal);
  }

  private List<Double> of(Side side, ToDoubleFunction<Taken> part) {
    return Objects.requireNonNull(taken.get(side)).stream().mapToDouble(part).boxed().toList();
  }
}
