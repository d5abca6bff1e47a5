package dev.releaserecord.bench;

import dev.releaserecord.bench.raw.RawInformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From the start of the process until the operator's {@code /readyz} is 200 with 1,000 workloads,
 * against a raw informer that says so on its output: both plainly, then each with an AOT cache of
 * its own.
 */
final class StartScenario implements Scenario {

  private static final int WORKLOADS = 1_000;
  private static final double GOAL = 1.2;
  private static final String NAMESPACE = "start";

  private enum Side {
    OPERATOR,
    RAW
  }

  private record Taken(double seconds, double cpuSeconds) {}

  @Override
  public Result run(Bed bed) throws Exception {
    bed.namespace(NAMESPACE);
    new Load(bed.client(), NAMESPACE).deployments(0, WORKLOADS, 3);
    List<Row> rows = new ArrayList<>(measure(bed, bed.flags(), ""));
    try (AheadOfTime _ = AheadOfTime.make(bed.settings(), NAMESPACE)) {
      rows.addAll(measure(bed, ahead(bed), ", each with its AOT cache"));
      return new Result(
          "start", rows, Map.of(), List.of("Flags of both: " + String.join(" ", bed.flags())));
    }
  }

  private static List<Row> measure(Bed bed, List<String> rawFlags, String how) throws Exception {
    AuditLog audit = bed.audit();
    for (Side side : Side.values()) {
      once(bed, rawFlags, audit, side);
    }
    List<Taken> operator = new ArrayList<>();
    List<Taken> raw = new ArrayList<>();
    for (List<Side> turn : Statistics.turns(List.of(Side.values()), bed.settings().pairs())) {
      for (Side side : turn) {
        Taken taken = once(bed, rawFlags, audit, side);
        (side == Side.OPERATOR ? operator : raw).add(taken);
      }
    }
    Ratio clock = new Ratio(seconds(operator), seconds(raw));
    Ratio cpu = new Ratio(cpu(operator), cpu(raw));
    return List.of(
        Row.ratio("start", "1,000 workloads, until ready" + how, clock, "s", GOAL),
        Row.ratio("start", "CPU of the process until then" + how, cpu, "s", null));
  }

  private static List<Double> seconds(List<Taken> all) {
    return all.stream().map(Taken::seconds).toList();
  }

  private static List<Double> cpu(List<Taken> all) {
    return all.stream().map(Taken::cpuSeconds).toList();
  }

  private static Taken once(Bed bed, List<String> rawFlags, AuditLog audit, Side side)
      throws Exception {
    Bed.awaitQuiet(audit, Duration.ofMillis(500));
    long begun = System.nanoTime();
    return switch (side) {
      case OPERATOR -> {
        try (OperatorChild operator = bed.operator(NAMESPACE)) {
          operator.awaitReady();
          yield taken(begun, operator.child());
        }
      }
      case RAW -> {
        try (Child raw = bed.raw(rawFlags, RawInformer.class, NAMESPACE)) {
          raw.awaitReady();
          yield taken(begun, raw);
        }
      }
    };
  }

  private static Taken taken(long begun, Child child) {
    return new Taken((System.nanoTime() - begun) / 1e9, child.cpuSeconds());
  }

  /** One run of the raw informer that records, as the operator's own cache was made. */
  private static List<String> ahead(Bed bed) throws Exception {
    Path cache = bed.settings().out().resolve("raw.aot");
    Files.deleteIfExists(cache);
    List<String> flags = new ArrayList<>(bed.flags());
    flags.add("-XX:AOTCacheOutput=" + cache);
    try (Child raw = bed.raw(flags, RawInformer.class, NAMESPACE)) {
      raw.awaitReady();
    }
    List<String> cached = new ArrayList<>(bed.flags());
    cached.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
    return cached;
  }
}
