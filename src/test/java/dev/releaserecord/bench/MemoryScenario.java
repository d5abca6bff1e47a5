package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.bench.raw.RawInformer;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What every further Deployment costs: live heap of a process just started and in sync, beside a
 * raw informer, which keeps whole objects and therefore gets a heap of 1 GB. Then the peak RSS.
 */
final class MemoryScenario implements Scenario {

  private static final List<Integer> SIZES = List.of(0, 1_000, 5_000);
  private static final int VARIABLES = 55;
  private static final double KILOBYTE = 1 << 10;
  private static final double MEGABYTE = 1 << 20;
  private static final double GOAL_SLOPE = 1;
  private static final double GOAL_RSS = 180;
  private static final double GOAL_RSS_WITH_PODS = 220;
  private static final String NAMESPACE = "memory";
  private static final String OF_SECRETS = "memory-secrets";
  private static final int SECRETS = 2_000;
  private static final double GOAL_SECRET = 300;

  private final List<List<Double>> operatorHeaps = new ArrayList<>();
  private final List<List<Double>> rawHeaps = new ArrayList<>();

  @Override
  public Result run(Bed bed) throws Exception {
    int pairs = bed.settings().pairs();
    for (int i = 0; i < pairs; i++) {
      operatorHeaps.add(new ArrayList<>());
      rawHeaps.add(new ArrayList<>());
    }
    bed.namespace(NAMESPACE);
    Load load = new Load(bed.client(), NAMESPACE);
    AuditLog audit = bed.audit();
    List<Double> peaks = new ArrayList<>();
    int before = 0;
    for (int size : SIZES) {
      load.deployments(before, size, VARIABLES);
      before = size;
      Bed.awaitQuiet(audit, Duration.ofSeconds(1));
      peaks.clear();
      int pair = 0;
      for (List<String> turn : Statistics.turns(List.of("operator", "raw"), pairs)) {
        for (String side : turn) {
          if (side.equals("operator")) {
            operatorHeaps.get(pair).add(operator(bed, NAMESPACE, peaks));
          } else {
            rawHeaps.get(pair).add(raw(bed));
          }
        }
        pair++;
      }
    }
    double kilobytes = size(bed) / KILOBYTE;
    List<Double> peaksWithPods = withPods(bed, load, before);
    return result(peaks, peaksWithPods, perSecret(bed), kilobytes);
  }

  /** Bytes of live heap for each Secret that no record needs. */
  private static List<Double> perSecret(Bed bed) throws Exception {
    bed.namespace(OF_SECRETS);
    List<Double> without = heaps(bed);
    new Load(bed.client(), OF_SECRETS).secrets(0, SECRETS);
    Bed.awaitQuiet(bed.audit(), Duration.ofSeconds(1));
    List<Double> with = heaps(bed);
    return IntStream.range(0, with.size())
        .mapToObj(i -> (with.get(i) - without.get(i)) / SECRETS)
        .toList();
  }

  private static List<Double> heaps(Bed bed) throws Exception {
    List<Double> heaps = new ArrayList<>();
    for (int i = 0; i < bed.settings().pairs(); i++) {
      heaps.add(operator(bed, OF_SECRETS, new ArrayList<>()));
    }
    return heaps;
  }

  private static double operator(Bed bed, String namespace, List<Double> peaks) throws Exception {
    try (OperatorChild operator = bed.operator(namespace).awaitReady()) {
      peaks.add(operator.child().peakRss() / MEGABYTE);
      return operator.child().liveHeap();
    }
  }

  private static double raw(Bed bed) throws Exception {
    List<String> flags = new ArrayList<>(bed.flags());
    flags.add("-Xmx1g");
    try (Child raw = bed.raw(flags, RawInformer.class, NAMESPACE).awaitReady()) {
      return raw.liveHeap();
    }
  }

  private static List<Double> withPods(Bed bed, Load load, int count) throws Exception {
    load.givePods(0, count);
    await()
        .atMost(Duration.ofMinutes(6))
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> pods(bed) >= count);
    Bed.awaitQuiet(bed.audit(), Duration.ofSeconds(2));
    List<Double> peaks = new ArrayList<>();
    for (int i = 0; i < bed.settings().pairs(); i++) {
      operator(bed, NAMESPACE, peaks);
    }
    return peaks;
  }

  private static long pods(Bed bed) {
    var page =
        bed.client()
            .pods()
            .inNamespace(NAMESPACE)
            .list(new ListOptionsBuilder().withLimit(1L).build());
    Long remaining = page.getMetadata().getRemainingItemCount();
    return page.getItems().size() + (remaining == null ? 0 : remaining);
  }

  private static double size(Bed bed) throws IOException {
    Deployment one =
        bed.client().apps().deployments().inNamespace(NAMESPACE).withName("svc-0000").get();
    return bed.client()
        .getKubernetesSerialization()
        .asJson(one)
        .getBytes(StandardCharsets.UTF_8)
        .length;
  }

  private Result result(
      List<Double> peaks,
      List<Double> peaksWithPods,
      List<Double> bytesPerSecret,
      double kilobytes) {
    List<Double> operator = slopes(operatorHeaps);
    List<Double> raw = slopes(rawHeaps);
    List<Row> rows = new ArrayList<>();
    rows.add(
        Row.value(
            "memory", "live heap per Deployment", Statistics.spread(operator), "KB", GOAL_SLOPE));
    rows.add(
        Row.ratio(
            "memory",
            "live heap per Deployment ÷ raw informer",
            new Ratio(operator, raw),
            "KB",
            null));
    for (int i = 0; i < SIZES.size(); i++) {
      int at = i;
      rows.add(
          Row.value(
              "memory",
              "live heap at %,d Deployments".formatted(SIZES.get(i)),
              Statistics.spread(
                  operatorHeaps.stream().map(heaps -> heaps.get(at) / MEGABYTE).toList()),
              "MB",
              null));
    }
    rows.add(Row.value("memory", "peak RSS at 5,000", Statistics.spread(peaks), "MB", GOAL_RSS));
    rows.add(
        Row.value(
            "memory",
            "peak RSS at 5,000 with their pods",
            Statistics.spread(peaksWithPods),
            "MB",
            GOAL_RSS_WITH_PODS));
    rows.add(
        Row.value(
            "memory",
            "live heap per Secret of %,d that nobody needs".formatted(SECRETS),
            Statistics.spread(bytesPerSecret),
            "B",
            GOAL_SECRET));
    return new Result(
        "memory",
        rows,
        Map.of(),
        List.of("A Deployment has %.1f KB as JSON.".formatted(kilobytes)));
  }

  private static List<Double> slopes(List<List<Double>> heaps) {
    List<Double> sizes = SIZES.stream().map(Integer::doubleValue).toList();
    return heaps.stream().map(heap -> Statistics.slope(sizes, heap) / KILOBYTE).toList();
  }
}
