package dev.releaserecord.app;

import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.Version;
import java.io.Console;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code release-operator run}: the operator itself, until SIGTERM or SIGINT. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs the operator until it is told to stop (SIGTERM or Ctrl-C).",
    footer = {
      "",
      "An option wins over its environment variable, which wins over the default.",
      "Exit codes: 0 stopped as told, 2 wrong usage or the cluster cannot be used."
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Mixin private final RunOptions run = new RunOptions();

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = Settings.parse(cluster, run, terminal());
    Logging.configure(
        settings.logs().format().name().toLowerCase(Locale.ROOT), settings.logs().level().name());
    OperatorProcess process = new OperatorProcess(settings, Clock.systemUTC());
    Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> stop(process));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      process.start();
    } catch (RuntimeException | Error e) {
      giveUp(process, hook);
      throw e;
    }
    // The hook ends the process; this thread only keeps it alive until then.
    new CountDownLatch(1).await();
    return ExitCodes.FINE;
  }

  /** Not a stop by a signal: the exit code has to tell of the failure. */
  private static void giveUp(OperatorProcess process, Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      process.close();
    } catch (IllegalStateException e) {
      // A signal came first: the hook stops everything, and what failed no longer matters.
    }
  }

  private static void stop(OperatorProcess process) {
    process.close();
    // A JVM that ends by a signal exits with 128 plus its number, however cleanly it stopped.
    Runtime.getRuntime().halt(ExitCodes.FINE);
  }

  private static boolean terminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
