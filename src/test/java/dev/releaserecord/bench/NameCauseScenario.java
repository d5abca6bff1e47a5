package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.bench.AuditLog.Request;
import dev.releaserecord.bench.raw.Images;
import dev.releaserecord.bench.raw.RawNamer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A container breaks until the status of its record names the cause, one failure every fifth of a
 * second: from the pod's status as a watch brings it to the record's as a watch of the same process
 * brings it. The pods of 500 services stand under records, 5,000 others beside them.
 */
final class NameCauseScenario implements Scenario {

  private static final int SERVICES = 500;
  private static final int FAILURES = 200;
  private static final int WARM_UP = 40;
  private static final int OTHERS = 5_000;
  private static final double GOAL_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 200;
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private enum Side {
    OPERATOR,
    RAW;

    String namespace() {
      return "cause-" + name().toLowerCase(Locale.ROOT);
    }
  }

  private final String name;
  private final int records;
  private final Map<Side, CauseWatch> watches = new EnumMap<>(Side.class);
  private final Map<Side, Map<String, String>> pods = new EnumMap<>(Side.class);
  private final Map<Side, List<List<Double>>> millis = new EnumMap<>(Side.class);
  private final List<Request> requests = new ArrayList<>();

  /**
   * @param records among which the services are divided
   */
  NameCauseScenario(String name, int records) {
    this.name = name;
    this.records = records;
  }

  @Override
  public Result run(Bed bed) throws Exception {
    int failures = FAILURES / bed.settings().pairs();
    prepare(bed);
    AuditLog audit = bed.audit();
    try (CauseWatch operator = new CauseWatch(bed.client(), Side.OPERATOR.namespace());
        CauseWatch raw = new CauseWatch(bed.client(), Side.RAW.namespace())) {
      watches.put(Side.OPERATOR, operator);
      watches.put(Side.RAW, raw);
      for (Side side : Side.values()) {
        block(bed.client(), side, audit, FAILURES, FAILURES + WARM_UP);
      }
      millis.values().forEach(List::clear);
      requests.clear();
      int block = 0;
      for (List<Side> turn : Statistics.turns(List.of(Side.values()), bed.settings().pairs())) {
        for (Side side : turn) {
          block(bed.client(), side, audit, block * failures, (block + 1) * failures);
        }
        block++;
      }
    }
    return result(failures * bed.settings().pairs());
  }

  private void prepare(Bed bed) throws Exception {
    Load governed = load(bed, Side.OPERATOR);
    Load raw = load(bed, Side.RAW);
    governed.deployments(0, SERVICES, 3);
    governed.givePods(0, SERVICES);
    raw.pods(0, FAILURES + WARM_UP, i -> Images.name(spread(i)));
    governed.pods(0, OTHERS, "other-%04d"::formatted);
    for (int i = 0; i < records; i++) {
      governed.record(i, 0);
      raw.record(i, 0);
    }
    for (Side side : Side.values()) {
      millis.put(side, new ArrayList<>());
      pods.put(side, new ConcurrentHashMap<>());
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> running(bed.client(), side));
    }
    bed.operator(Side.OPERATOR.namespace()).awaitReady();
    bed.raw(RawNamer.class, Side.RAW.namespace(), Integer.toString(SERVICES / records))
        .awaitReady();
    governed.awaitReady(records);
  }

  private Load load(Bed bed, Side side) {
    bed.namespace(side.namespace());
    return new Load(bed.client(), side.namespace(), SERVICES / records);
  }

  /** Whether all pods of the side run; remembers their names. */
  private boolean running(KubernetesClient client, Side side) {
    List<Pod> all = client.pods().inNamespace(side.namespace()).list().getItems();
    all.forEach(
        pod ->
            podsOf(side)
                .put(
                    pod.getMetadata().getLabels().getOrDefault("app", ""),
                    pod.getMetadata().getName()));
    int wanted = side == Side.RAW ? FAILURES + WARM_UP : SERVICES + OTHERS;
    return all.size() >= wanted
        && all.stream().allMatch(pod -> "Running".equals(pod.getStatus().getPhase()));
  }

  private void block(KubernetesClient client, Side side, AuditLog audit, int from, int to)
      throws InterruptedException, ExecutionException {
    Bed.awaitQuiet(audit, QUIET);
    breakAll(client, side, from, to);
    CauseWatch watch = Objects.requireNonNull(watches.get(side));
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                IntStream.range(from, to)
                    .allMatch(i -> watch.hasNamed(Images.name(spread(i)), what(side, i))));
    blocks(side)
        .add(
            IntStream.range(from, to)
                .mapToObj(i -> watch.millis(Images.name(spread(i)), what(side, i)))
                .toList());
    Bed.awaitQuiet(audit, QUIET).stream()
        .filter(request -> request.namespace().equals(side.namespace()))
        .forEach(requests::add);
  }

  /** One in each pause, by the clock; returns after the last. */
  private void breakAll(KubernetesClient client, Side side, int from, int to)
      throws InterruptedException, ExecutionException {
    try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
      List<Future<?>> breaks = new ArrayList<>();
      for (int i = from; i < to; i++) {
        int number = i;
        breaks.add(
            pace.schedule(
                () -> breakOne(client, side, number),
                (i - from) * PAUSE_MILLIS,
                TimeUnit.MILLISECONDS));
      }
      try {
        for (Future<?> one : breaks) {
          one.get();
        }
      } finally {
        pace.shutdownNow();
      }
    }
  }

  private void breakOne(KubernetesClient client, Side side, int i) {
    String service = Images.name(spread(i));
    Pod stub =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(side.namespace())
            .withName(podsOf(side).get(service))
            .endMetadata()
            .build();
    client.resource(stub).subresource("status").patch(MERGE, Breakage.of(i).patch(service));
  }

  /** The raw program tells the service, not the cause. */
  private String what(Side side, int i) {
    String service = Images.name(spread(i));
    return side == Side.RAW ? service : service + " " + Breakage.of(i).cause();
  }

  /** One record after the other. */
  private int spread(int i) {
    return (i % records) * (SERVICES / records) + i / records;
  }

  private Map<String, String> podsOf(Side side) {
    return Objects.requireNonNull(pods.get(side));
  }

  private Result result(int failures) {
    List<Double> all = all(Side.OPERATOR);
    return new Result(
        name,
        List.of(
            Row.ratio(name, "failure to cause, p50", part(0.5), "ms", null),
            Row.ratio(name, "failure to cause, p99", part(0.99), "ms", null),
            value("p50 of all failures", Statistics.percentile(all, 0.5), null),
            value("p99 of all failures", Statistics.percentile(all, 0.99), GOAL_MILLIS),
            value("the slowest", Statistics.percentile(all, 1), null),
            value("p99, raw program", Statistics.percentile(all(Side.RAW), 0.99), null)),
        Counts.of(requests, failures),
        List.of(
            "Requests are per failure.",
            failures
                + " failures on each side, "
                + OTHERS
                + " other pods; records of "
                + SERVICES / records
                + " services."));
  }

  private Row value(String what, double millis, @Nullable Double goal) {
    return Row.value(name, what, Spread.one(millis), "ms", goal);
  }

  private Ratio part(double part) {
    return new Ratio(part(Side.OPERATOR, part), part(Side.RAW, part));
  }

  private List<Double> part(Side side, double part) {
    return blocks(side).stream().map(block -> Statistics.percentile(block, part)).toList();
  }

  private List<Double> all(Side side) {
    return blocks(side).stream().flatMap(List::stream).toList();
  }

  private List<List<Double>> blocks(Side side) {
    return Objects.requireNonNull(millis.get(side));
  }
}
