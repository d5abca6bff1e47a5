package dev.releaserecord.app;

import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.app.command.Version;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator completion bash|zsh}: what a shell reads to complete its words. */
@Command(
    name = "completion",
    description =
        "Prints a script that lets a shell complete commands and options. In bash:"
            + " source <(release-operator completion bash); in zsh the same with zsh.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Exit codes: 0 printed, 2 wrong usage."})
final class CompletionCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "bash|zsh",
      completionCandidates = Shells.class,
      description = "The shell.")
  private String shell = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Those that are known. */
  static final class Shells implements Iterable<String> {

    private static final List<String> ALL = List.of("bash", "zsh");

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  @Override
  public Integer call() {
    if (!Shells.ALL.contains(shell)) {
      throw new UsageException(
          "completion: \"%s\" is no shell that it is made for; write bash or zsh."
              .formatted(shell));
    }
    CommandLine program = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    // One script serves both: in zsh it loads bashcompinit, which stands in for bash.
    out.print(AutoComplete.bash(Main.NAME, program));
    out.flush();
    return ExitCodes.FINE;
  }
}
