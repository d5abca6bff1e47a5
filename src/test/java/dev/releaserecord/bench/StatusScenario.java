package dev.releaserecord.bench;

import dev.releaserecord.bench.raw.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person waits for who types {@code release-operator status}: a record of 25 services that
 * the operator has seen, beside {@code kubectl get} of the same record; first plainly, then with
 * the launcher's cache.
 */
final class StatusScenario implements Scenario {

  private static final String NAMESPACE = "status";
  private static final int SERVICES = 25;
  private static final int WARM_UP = 3;
  private static final double GOAL_SECONDS = 0.5;

  private enum Side {
    OURS,
    KUBECTL
  }

  @Override
  public Result run(Bed bed) throws Exception {
    bed.namespace(NAMESPACE);
    Load load = new Load(bed.client(), NAMESPACE, SERVICES);
    load.deployments(0, SERVICES, 3);
    load.record(0, 0);
    try (OperatorChild operator = bed.operator(NAMESPACE)) {
      operator.awaitReady();
      load.awaitReady(1);
    }
    List<Row> rows = new ArrayList<>(measure(bed, "", null));
    try (AheadOfTime _ = AheadOfTime.make(bed.settings(), NAMESPACE)) {
      rows.addAll(measure(bed, ", with its AOT cache", GOAL_SECONDS));
    }
    return new Result("status", rows, Map.of(), List.of());
  }

  private static List<Row> measure(Bed bed, String how, @Nullable Double goal) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      for (Side side : Side.values()) {
        once(bed, side);
      }
    }
    List<Double> ours = new ArrayList<>();
    List<Double> kubectl = new ArrayList<>();
    for (List<Side> turn : Statistics.turns(List.of(Side.values()), bed.settings().pairs())) {
      for (Side side : turn) {
        (side == Side.OURS ? ours : kubectl).add(once(bed, side));
      }
    }
    return List.of(
        Row.value("status", "`status` of 25 services" + how, Statistics.spread(ours), "s", goal),
        Row.ratio("status", "÷ `kubectl get`" + how, new Ratio(ours, kubectl), "s", null));
  }

  private static double once(Bed bed, Side side) throws IOException, InterruptedException {
    Settings settings = bed.settings();
    Path program =
        side == Side.OURS
            ? settings.root().resolve("operator/bin/release-operator")
            : settings.state().resolve("bin/kubectl");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(side == Side.OURS ? List.of("status") : List.of("get", "rr", "-o", "yaml"));
    command.addAll(
        List.of(
            Images.record(0),
            "--namespace",
            NAMESPACE,
            "--kubeconfig",
            settings.kubeconfig().toString()));
    Path log = settings.out().resolve("status.log");
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed; see " + log);
    }
    return (System.nanoTime() - begun) / 1e9;
  }
}
