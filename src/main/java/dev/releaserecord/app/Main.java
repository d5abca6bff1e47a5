package dev.releaserecord.app;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code release-operator}. */
@Command(
    name = "release-operator",
    description =
        "Pins the digests of a release, verifies what runs, and names the cause of anything stuck.",
    subcommands = RunCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT)
public final class Main implements Runnable {

  private static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Ends the process with one of {@link ExitCodes}. */
  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine line = new CommandLine(new Main());
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setDefaultValueProvider(new Environment(environment));
    line.setParameterExceptionHandler((e, args) -> misused(e.getCommandLine(), e));
    line.setExecutionExceptionHandler((e, used, result) -> failed(used, e));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command, for example `run`.");
  }

  private static int misused(CommandLine used, ParameterException e) {
    PrintWriter err = used.getErr();
    err.println(e.getMessage());
    err.printf("See `%s --help`.%n", used.getCommandSpec().qualifiedName());
    return ExitCodes.UNUSABLE;
  }

  private static int failed(CommandLine used, Exception e) {
    PrintWriter err = used.getErr();
    if (e instanceof UsageException) {
      err.println(e.getMessage());
    } else {
      err.println("This is a fault of release-operator; please report it with these lines:");
      e.printStackTrace(err);
    }
    return ExitCodes.UNUSABLE;
  }
}
