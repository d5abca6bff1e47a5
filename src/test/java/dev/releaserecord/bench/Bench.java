package dev.releaserecord.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code dev/bench} calls: runs one scenario on a running cluster, or reports. */
public final class Bench {

  private static final List<String> NAMES =
      List.of(
          "pin",
          "drift",
          "idle",
          "memory",
          "start",
          "name-cause",
          "name-cause-large",
          "rotate",
          "release",
          "status");

  private Bench() {}

  /**
   * {@code run SCENARIO ROOT STATE OUT PAIRS QUICK}, or {@code report OUT JSON}: the table of all
   * results that lie in OUT.
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "run" -> run(args);
      case "report" -> report(Path.of(args[1]), Path.of(args[2]));
      default -> throw new IllegalArgumentException("there is no " + args[0]);
    }
    System.exit(0);
  }

  private static void run(String[] args) throws Exception {
    Settings settings =
        new Settings(
            Path.of(args[2]),
            Path.of(args[3]),
            Path.of(args[4]),
            Integer.parseInt(args[5]),
            Boolean.parseBoolean(args[6]));
    Files.createDirectories(settings.out());
    Scenario scenario =
        switch (args[1]) {
          case "pin" -> new PinScenario();
          case "drift" -> new DriftScenario();
          case "idle" -> new IdleScenario();
          case "memory" -> new MemoryScenario();
          case "start" -> new StartScenario();
          case "name-cause" -> new NameCauseScenario("name-cause", 20);
          case "name-cause-large" -> new NameCauseScenario("name-cause-large", 2);
          case "rotate" -> new RotateScenario();
          case "release" -> new ReleaseScenario();
          case "status" -> new StatusScenario();
          default -> throw new IllegalArgumentException("there is no scenario " + args[1]);
        };
    try (Bed bed = Bed.on(settings)) {
      Result result = scenario.run(bed);
      Report.save(settings.out().resolve(args[1] + ".json"), result);
      System.out.println(Report.table(List.of(result)));
    }
  }

  private static void report(Path out, Path json) throws IOException {
    List<Result> results = new ArrayList<>();
    for (String name : NAMES) {
      Path file = out.resolve(name + ".json");
      if (Files.exists(file)) {
        results.add(Report.load(file));
      }
    }
    Report.save(json, results);
    System.out.println(Report.table(results));
  }
}
