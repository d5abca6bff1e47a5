package dev.releaserecord.app.record;

import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator history RECORD}: what was verified. */
@Command(
    name = "history",
    description = "Shows the digest sets of a record that were verified, newest first.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 shown, 1 nothing was verified yet, 2 wrong usage or the cluster cannot be"
          + " used."
    })
public final class HistoryCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RECORD", description = "Name of the ReleaseRecord.")
  private String name = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Logging.quiet();
    String text =
        Session.with(
            cluster.parse(),
            (client, namespace) ->
                text(
                    new Records(client, namespace).get(name),
                    Past.read(client, namespace, name),
                    new Shapes(client, namespace)::of));
    spec.commandLine()
        .getOut()
        .print(text.isEmpty() ? "Nothing of it was verified yet.%n".formatted() : text);
    spec.commandLine().getOut().flush();
    return text.isEmpty() ? ExitCodes.FINDINGS : ExitCodes.FINE;
  }

  /** Empty where nothing was verified. */
  static String text(ReleaseRecord record, Past past, Return.Templates templates) {
    return past.entries().stream()
        .map(it -> text(record, it) + since(record, it, templates))
        .collect(Collectors.joining());
  }

  /** Digests alone would go back: what else is another now. */
  private static String since(ReleaseRecord record, Past.Entry entry, Return.Templates templates) {
    return new Return(record, entry.set())
        .since(templates).stream()
            .map("  since then: %s%n"::formatted)
            .collect(Collectors.joining());
  }

  private static String text(ReleaseRecord record, Past.Entry entry) {
    RecordedSet set = entry.set();
    String approved = set.approvedBy() == null ? "" : ", approved by " + set.approvedBy();
    String marks = String.join(", ", marks(record, set));
    String services =
        set.services().stream()
            .map(
                it ->
                    "  "
                        + it.name()
                        + (it.version() == null ? "" : " " + it.version())
                        + ": "
                        + it.image()
                        + "@"
                        + it.digest()
                        + "\n")
            .collect(Collectors.joining());
    return "%d  %s%s%n  verified at %s%s%n%s"
        .formatted(
            entry.revision(),
            set.digestSet(),
            marks.isEmpty() ? "" : " (" + marks + ")",
            set.verifiedAt(),
            approved,
            services);
  }

  private static List<String> marks(ReleaseRecord record, RecordedSet set) {
    ReleaseRecordStatus status =
        Objects.requireNonNullElse(record.getStatus(), ReleaseRecordStatus.EMPTY);
    List<String> marks = new ArrayList<>();
    if (set.digestSet().equals(status.enforcedSet())) {
      marks.add("enforced");
    }
    if (set.digestSet().equals(status.digestSet())) {
      marks.add("declared");
    }
    if (record.getSpec().refuse().contains(set.digestSet())) {
      marks.add("refused");
    }
    return marks;
  }
}
