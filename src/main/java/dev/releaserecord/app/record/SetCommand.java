package dev.releaserecord.app.record;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator set RECORD users=sha256:...}: the one verb that a pipeline needs. */
@Command(
    name = "set",
    description = "Declares other digests, or versions, for services of a record, all at once.",
    footer = {"", "Exit codes: 0 they stand there, 2 wrong usage or the cluster cannot be used."})
public final class SetCommand implements Callable<Integer> {

  private static final int TRIES = 3;

  /** Not the usual ones: here {@code --version} is that of a service. */
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(index = "0", paramLabel = "RECORD", description = "Name of the ReleaseRecord.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SERVICE=DIGEST",
      description = "Such as users=sha256:<64 hex digits>.")
  private List<String> digests = new ArrayList<>();

  @Option(
      names = "--version",
      paramLabel = "SERVICE=VERSION",
      description = "Version to show for a service, such as users=1.4.0; may be repeated.")
  private List<String> versions = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Wishes wishes = Wishes.parse(digests, versions);
    Logging.quiet();
    boolean changed =
        Session.with(
            cluster.parse(), (client, namespace) -> set(new Records(client, namespace), wishes));
    spec.commandLine()
        .getOut()
        .printf("ReleaseRecord %s: %s.%n", name, changed ? "changed" : "it says so already");
    return ExitCodes.FINE;
  }

  /** Somebody may change it at the same time: what they wrote stays, where it is something else. */
  private boolean set(Records records, Wishes wishes) {
    for (int i = 0; i < TRIES; i++) {
      ReleaseRecord record = records.get(name);
      List<Map<String, Object>> changes = wishes.against(record);
      if (changes.isEmpty()) {
        return false;
      }
      List<Map<String, Object>> all = new ArrayList<>();
      all.add(Records.op("test", "/metadata/uid", record.getMetadata().getUid()));
      all.addAll(changes);
      if (records.patch(record, all)) {
        return true;
      }
    }
    throw new UsageException(
        "ReleaseRecord %s is changed all the time; nothing was set, try again in a moment."
            .formatted(name));
  }
}
