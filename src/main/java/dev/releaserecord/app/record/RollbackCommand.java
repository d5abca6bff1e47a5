package dev.releaserecord.app.record;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.app.command.Version;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator rollback RECORD --to SET}: declares what was verified before. */
@Command(
    name = "rollback",
    description =
        "Declares the digests, images and versions of a set of the history again, and refuses the"
            + " set that is left, so that a re-apply from Git cannot bring it back.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Exit codes: 0 declared, 2 wrong usage or the cluster cannot be used."})
public final class RollbackCommand implements Callable<Integer> {

  private static final int TRIES = 3;

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RECORD", description = "Name of the ReleaseRecord.")
  private String name = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "SET",
      description = "Digest set to go back to; its first digits are enough.")
  private String to = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Logging.quiet();
    return Session.with(
        cluster.parse(),
        (client, namespace) ->
            goBack(
                new Records(client, namespace),
                Past.read(client, namespace, name).find(to),
                new Shapes(client, namespace)::of));
  }

  private int goBack(Records records, Past.Entry entry, Return.Templates templates) {
    PrintWriter out = spec.commandLine().getOut();
    String set = entry.set().digestSet();
    for (int i = 0; i < TRIES; i++) {
      ReleaseRecord record = records.get(name);
      Return back = new Return(record, entry.set());
      if (set.equals(back.left())) {
        out.printf("ReleaseRecord %s: it declares %s already.%n", name, set);
        return ExitCodes.FINE;
      }
      back.changes(templates).forEach(it -> out.println("Since it was verified: " + it + "."));
      if (records.patch(record, back.operations(set))) {
        out.printf("ReleaseRecord %s declares %s again, and refuses %s.%n", name, set, back.left());
        out.println(
            "Images go back, pod templates and Secrets stay as they are. Write these digests into"
                + " Git too.");
        return ExitCodes.FINE;
      }
    }
    throw new UsageException(
        "ReleaseRecord %s is changed all the time; nothing was done, try again in a moment."
            .formatted(name));
  }
}
