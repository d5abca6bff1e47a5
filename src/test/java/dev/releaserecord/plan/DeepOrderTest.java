package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The largest records that the API takes, in the orders that are worst. */
class DeepOrderTest {

  private static final int SERVICES = 256;
  private static final int WIDTH = 16;

  /**
   * The promise is 20 ms; 18 and 17 were seen beside twelve other busy processes. It is the time of
   * the processor that counts: other tests run beside this one, on whatever machine, hence also the
   * room.
   */
  private static final Duration GENEROUS = Duration.ofMillis(100);

  /** Each waits for the one before. */
  private static List<Integer> chain(int i) {
    return i == 0 ? List.of() : List.of(i - 1);
  }

  /** 16 layers of 16; each service waits for the whole layer before. */
  private static List<Integer> diamond(int i) {
    int layer = i / WIDTH;
    return layer == 0
        ? List.of()
        : IntStream.range((layer - 1) * WIDTH, layer * WIDTH).boxed().toList();
  }

  private static Scene scene(IntFunction<List<Integer>> order) {
    String services =
        IntStream.range(0, SERVICES)
            .mapToObj(
                i ->
                    "- {name: s%d, digest: \"%s\", after: [%s]}\n"
                        .formatted(
                            i,
                            A,
                            order.apply(i).stream()
                                .map(it -> "s" + it)
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining());
    Scene scene = Scene.of("imagePrefix: r.io/g\nservices:\n" + services);
    for (int i = 0; i < SERVICES; i++) {
      scene.with(Subject.deployment("s" + i).container("c", "r.io/g/s" + i + ":1"));
    }
    return scene;
  }

  private static List<String> pinned(Plan plan) {
    return plan.work().pins().stream().map(Pin::workload).map(it -> it.name()).toList();
  }

  /** The median of the processor's time for some, once the code is warm. */
  private static Duration time(Observation observation) {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long start = thread.getCurrentThreadCpuTime();
      Plan plan = Planner.plan(observation);
      times.add(thread.getCurrentThreadCpuTime() - start);
      assertThat(plan.services()).hasSize(SERVICES);
    }
    return Duration.ofNanos(times.subList(20, 40).stream().sorted().toList().get(10));
  }

  @Test
  void aChainMovesFromItsFirstLink() {
    Scene scene = scene(DeepOrderTest::chain);
    Plan plan = Planner.plan(scene.observe());
    assertThat(pinned(plan)).containsExactly("s0");
    assertThat(plan.pending()).hasSize(SERVICES - 1);
    assertThat(time(scene.observe())).isLessThan(GENEROUS);
  }

  @Test
  void aDiamondMovesLayerByLayer() {
    Scene scene = scene(DeepOrderTest::diamond);
    assertThat(pinned(Planner.plan(scene.observe()))).hasSize(WIDTH).contains("s0", "s15");
    for (int i = 0; i < WIDTH; i++) {
      scene.with(
          Subject.deployment("s" + i)
              .container("c", "r.io/g/s" + i + "@" + A)
              .steadyFor(Duration.ofHours(1)));
    }
    assertThat(pinned(Planner.plan(scene.observe()))).hasSize(WIDTH).contains("s16", "s31");
    assertThat(time(scene.observe())).isLessThan(GENEROUS);
  }
}
