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
 * against a raw informer that says so on its output. Where an AOT cache of the operator was made,
 * the raw informer has one of its own too.
 */
final class StartScenario implements Scenario {

  private static final int WORKLOADS = 1_000;
  private static final double GOAL = 1.2;
  private static final String NAMESPACE = "start";

  private enum Side {
    OPERATOR,
    RAW
  }

  @Override
  public Result run(Bed bed) throws Exception {
    bed.namespace(NAMESPACE);
    new Load(bed.client(), NAMESPACE).deployments(0, WORKLOADS, 3);
    AuditLog audit = bed.audit();
    List<String> flags = new ArrayList<>(bed.flags());
    boolean ahead = Files.exists(bed.settings().root().resolve("target/release-operator.aot"));
    if (ahead) {
      flags.addAll(ahead(bed));
    }
    pair(bed, flags, audit, Side.OPERATOR);
    pair(bed, flags, audit, Side.RAW);
    List<Double> operator = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    for (List<Side> turn : Statistics.turns(List.of(Side.values()), bed.settings().pairs())) {
      for (Side side : turn) {
        double seconds = pair(bed, flags, audit, side);
        (side == Side.OPERATOR ? operator : raw).add(seconds);
      }
    }
    String what = "1,000 workloads, until ready" + (ahead ? ", both with an AOT cache" : "");
    return new Result(
        "start",
        List.of(Row.ratio("start", what, new Ratio(operator, raw), "s", GOAL)),
        Map.of(),
        List.of("Flags of both: " + String.join(" ", bed.flags())));
  }

  private static double pair(Bed bed, List<String> flags, AuditLog audit, Side side)
      throws Exception {
    Bed.awaitQuiet(audit, Duration.ofMillis(500));
    long begun = System.nanoTime();
    switch (side) {
      case OPERATOR -> {
        try (OperatorChild operator = bed.operator(NAMESPACE)) {
          operator.awaitReady();
          return (System.nanoTime() - begun) / 1e9;
        }
      }
      case RAW -> {
        try (Child raw = bed.raw(flags, RawInformer.class, NAMESPACE)) {
          raw.awaitReady();
          return (System.nanoTime() - begun) / 1e9;
        }
      }
    }
    throw new IllegalStateException();
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
    return List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off");
  }
}
