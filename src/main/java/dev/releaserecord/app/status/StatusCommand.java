package dev.releaserecord.app.status;

import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.Environment;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.OutputOptions;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.Structured;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.app.record.Records;
import dev.releaserecord.app.record.Standing;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator status RECORD}: where it stands, and why. */
@Command(
    name = "status",
    description = "Shows where each service of a record stands, with causes and evidence.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 Ready, as of the newest spec; 1 not; 2 wrong usage or the cluster cannot be"
          + " used. With --watch, as it stands when Ctrl-C ends it."
    })
public final class StatusCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = {"-w", "--watch"},
      description = {
        "Go on and show what changes, until Ctrl-C: as a table on a terminal, else a line, or with"
            + " --output a document, for each change.",
        "Environment: RELEASE_OPERATOR_WATCH"
      })
  private boolean watch;

  @Parameters(paramLabel = "RECORD", description = "Name of the ReleaseRecord.")
  private String name = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  private volatile boolean ready;

  @Override
  public Integer call() throws InterruptedException {
    OutputOptions.Format format = output.parse();
    Terminal terminal = Terminal.of(Environment.of(spec));
    Logging.quiet();
    return Session.with(
        cluster.parse(),
        (client, namespace) -> {
          // Whoever watches too is told at once that there is no such record.
          Standing standing = Standing.of(new Records(client, namespace).get(name));
          ready = standing.isReady();
          return watch
              ? follow(client, namespace, format, terminal)
              : once(standing, format, terminal);
        });
  }

  private int once(Standing standing, OutputOptions.Format format, Terminal terminal) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> StatusText.of(standing, look(terminal));
          case JSON -> Structured.json(StatusData.of(standing));
          case YAML -> Structured.yaml(StatusData.of(standing));
        });
    out.flush();
    return code();
  }

  private int follow(
      KubernetesClient client, String namespace, OutputOptions.Format format, Terminal terminal)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Follower follower = new Follower(noting(display(format, terminal)), out::checkError);
    Thread hook = Thread.ofPlatform().name("end").unstarted(this::end);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return switch (follower.follow(client, namespace, name)) {
        case UNREAD -> code();
        case DELETED -> {
          spec.commandLine().getErr().printf("ReleaseRecord %s was deleted.%n", name);
          yield ExitCodes.FINDINGS;
        }
      };
    } finally {
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came first: the hook has the last word.
    }
  }

  /**
   * A JVM that ends by a signal exits with 128 plus its number, however cleanly it stopped. Nothing
   * is flushed here: every display does that, and a pipe that nobody reads must not hold this up.
   */
  private void end() {
    Runtime.getRuntime().halt(code());
  }

  private int code() {
    return ready ? ExitCodes.FINE : ExitCodes.FINDINGS;
  }

  private Display noting(Display display) {
    return new Display() {
      @Override
      public void show(Standing standing) {
        ready = standing.isReady();
        display.show(standing);
      }

      @Override
      public void trouble(String why) {
        display.trouble(why);
      }
    };
  }

  private Display display(OutputOptions.Format format, Terminal terminal) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return switch (format) {
      case TEXT ->
          terminal.live()
              ? new LiveDisplay(out, look(terminal), Terminal::size)
              : new LinesDisplay(out, err, Clock.systemUTC());
      case JSON -> new DataDisplay(out, err, Structured::jsonLine);
      case YAML -> new DataDisplay(out, err, Structured::yaml);
    };
  }

  private static Look look(Terminal terminal) {
    return new Look(terminal.coloured(), terminal.boxes());
  }
}
