package dev.releaserecord.app.init;

import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.app.command.YamlText;
import dev.releaserecord.draft.Draft;
import dev.releaserecord.draft.Drafter;
import dev.releaserecord.draft.Inventory;
import dev.releaserecord.draft.Ours;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator init}: a record for what a namespace runs now. */
@Command(
    name = "init",
    description = {
      "Prints a ReleaseRecord for what a namespace runs now: the digests that its pods run, its"
          + " workloads grouped by repository, the Secrets that they need. What cannot be known"
          + " stands in comments. Applied as it is it changes nothing.",
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 printed, 1 nothing there is yours, 2 wrong usage or the cluster cannot be"
          + " used."
    })
public final class InitCommand implements Callable<Integer> {

  private static final String IMAGE_PREFIX = "--image-prefix";

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      paramLabel = "RECORD",
      arity = "0..1",
      description = "Name of the ReleaseRecord. Default: that of the namespace.")
  private @Nullable String name;

  @Option(
      names = IMAGE_PREFIX,
      paramLabel = "REPOSITORY",
      split = ",",
      description = {
        "What your images begin with, such as ghcr.io/example; all others are left as they are. May"
            + " be repeated. Default: where most workloads have theirs from, databases and the like"
            + " excepted.",
        "Environment: RELEASE_OPERATOR_IMAGE_PREFIX"
      })
  private List<String> prefixes = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * What is printed, or why nothing is.
   *
   * @param found whether it is a record
   */
  private record Answer(boolean found, String text) {}

  @Override
  public Integer call() throws InterruptedException {
    Logging.quiet();
    Ours named = named();
    if (name != null && !LABEL.matcher(name).matches()) {
      throw new UsageException(
          "RECORD: \"%s\" cannot be the name of a record; write lower-case letters, digits and dashes, for example core."
              .formatted(name));
    }
    Answer answer =
        Session.with(cluster.parse(), (client, namespace) -> ask(client, namespace, named));
    PrintWriter to = answer.found ? spec.commandLine().getOut() : spec.commandLine().getErr();
    to.print(answer.text);
    to.flush();
    return answer.found ? ExitCodes.FINE : ExitCodes.FINDINGS;
  }

  /** Null where none was named. */
  private @Nullable Ours named() {
    List<Ours.Prefix> parsed =
        prefixes.stream()
            .map(
                it ->
                    Ours.Prefix.parse(it)
                        .orElseThrow(
                            () ->
                                UsageException.of(
                                    IMAGE_PREFIX,
                                    it,
                                    "what images can begin with",
                                    "a registry, a path or a repository in lower case, without tag"
                                        + " and digest, for example ghcr.io/example")))
            .toList();
    return parsed.isEmpty() ? null : new Ours.Named(parsed);
  }

  private Answer ask(KubernetesClient client, String namespace, @Nullable Ours named) {
    String record = name == null ? namespace : name;
    Survey survey = new Survey(client, namespace);
    Inventory inventory = survey.take(record);
    Ours ours = named == null ? Ours.guess(inventory) : named;
    Draft draft = Drafter.draft(inventory, ours);
    List<String> notes = new ArrayList<>();
    if (survey.applied()) {
      notes.add(
          "ReleaseRecord " + record + " is there already; to apply this replaces what it says.");
    }
    if (!survey.missing().isEmpty()) {
      notes.add(
          "Not looked at, for you lack these rights: " + String.join(", ", survey.missing()) + ".");
    }
    if (draft.services().isEmpty()) {
      return new Answer(false, nothing(namespace, draft, notes));
    }
    notes.addFirst(ours.told());
    return new Answer(true, DraftText.of(namespace, record, draft, notes));
  }

  private static String nothing(String namespace, Draft draft, List<String> notes) {
    StringBuilder text =
        new StringBuilder(
            "Nothing in namespace "
                + namespace
                + " is taken for yours; say what your images begin with, such as --image-prefix"
                + " ghcr.io/example.\n");
    draft
        .dependencies()
        .forEach(
            it ->
                it.containers()
                    .forEach(
                        container ->
                            text.append("  ")
                                .append(it.key())
                                .append(": ")
                                .append(YamlText.comment(container.image()).substring(2))
                                .append('\n')));
    draft
        .leftOut()
        .forEach(it -> text.append("  ").append(YamlText.comment(it).substring(2)).append('\n'));
    notes.forEach(it -> text.append(it).append('\n'));
    return text.toString();
  }
}
