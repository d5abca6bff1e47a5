package dev.releaserecord.app;

import dev.releaserecord.app.check.CheckCommand;
import dev.releaserecord.app.command.Environment;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.app.export.ExportCommand;
import dev.releaserecord.app.init.InitCommand;
import dev.releaserecord.app.lint.LintCommand;
import dev.releaserecord.app.plan.PlanCommand;
import dev.releaserecord.app.record.ApproveCommand;
import dev.releaserecord.app.record.HistoryCommand;
import dev.releaserecord.app.record.RetryCommand;
import dev.releaserecord.app.record.RollbackCommand;
import dev.releaserecord.app.record.SetCommand;
import dev.releaserecord.app.report.ReportCommand;
import dev.releaserecord.app.resolve.ResolveCommand;
import dev.releaserecord.app.status.StatusCommand;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code release-operator}. */
@Command(
    name = Main.NAME,
    description =
        "Pins the digests of a release, verifies what runs, and names the cause of anything stuck.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main implements Runnable {

  static final String NAME = "release-operator";

  /** Of all commands it has to know the options. */
  private static final String COMPLETION = "completion";

  /**
   * How the caller calls the program, where that is another name: see operator/bin/kubectl-release.
   */
  private static final String CALLED = "RELEASE_OPERATOR_CALLED";

  private static final int HELP_WIDTH = 100;

  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          InitCommand.class,
          PlanCommand.class,
          StatusCommand.class,
          SetCommand.class,
          ApproveCommand.class,
          RetryCommand.class,
          HistoryCommand.class,
          RollbackCommand.class,
          LintCommand.class,
          CheckCommand.class,
          ResolveCommand.class,
          ExportCommand.class,
          ReportCommand.class,
          CompletionCommand.class);

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Ends the process with one of {@link ExitCodes}. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    List<Class<?>> named =
        args.length == 0 || args[0].equals(COMPLETION)
            ? List.of()
            : COMMANDS.stream().filter(command -> name(command).equals(args[0])).toList();
    // Reading the options of all of them takes 0.1 s, which people wait for.
    System.exit(commandLine(environment, named.isEmpty() ? COMMANDS : named).execute(args));
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /**
   * The command line; {@code execute} gives one of {@link ExitCodes}.
   *
   * @param environment in place of that of the process
   */
  public static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(environment, COMMANDS);
  }

  private static CommandLine commandLine(Map<String, String> environment, List<Class<?>> commands) {
    CommandLine line = new CommandLine(new Main());
    commands.forEach(line::addSubcommand);
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setCommandName(Objects.requireNonNullElse(environment.get(CALLED), NAME));
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
