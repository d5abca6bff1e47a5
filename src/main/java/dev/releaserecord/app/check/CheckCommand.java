package dev.releaserecord.app.check;

import dev.releaserecord.app.check.Result.Verdict;
import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ClusterOptions.ClusterSettings;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.OutputOptions;
import dev.releaserecord.app.command.RecordFile;
import dev.releaserecord.app.command.RecordFile.Written;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.Structured;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.check.Surroundings;
import dev.releaserecord.kube.Clients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code release-operator check -f FILE}: what the checks of a record say from here. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Asks the HTTP and TCP checks of ReleaseRecords in a file from where you are. A cluster is"
          + " needed only for checks of every endpoint (http.service) and for http.tls.caSecret; a"
          + " check that is a Job is not asked. Changes nothing.",
    },
    footer = {
      "",
      "Exit codes: 0 nothing that was asked is wrong, 1 a check failed or could not be asked, 2"
          + " wrong usage, or the file cannot be understood."
    })
public final class CheckCommand implements Callable<Integer> {

  private static final String ELSEWHERE = "default";

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Mixin private final CheckOptions check = new CheckOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    OutputOptions.Format format = check.output.parse();
    boolean linkLocal = check.probes.linkLocal();
    ClusterSettings settings = cluster.parse();
    List<Written> written = RecordFile.read(check.file, System.in);
    Logging.quiet();
    Place place = place(settings);
    List<Sheet> sheets =
        written.stream().map(it -> CheckFile.read(it, namespace(it, settings, place))).toList();
    List<Result> results =
        ask(place, linkLocal, sheets.stream().flatMap(it -> it.checks().stream()).toList());
    print(format, sheets, results);
    return results.stream().allMatch(it -> fine(it.verdict()))
        ? ExitCodes.FINE
        : ExitCodes.FINDINGS;
  }

  /** What can be known of a cluster. */
  private sealed interface Place {}

  private record Known(Config config) implements Place {}

  /**
   * @param why as a sentence
   */
  private record Unknown(String why) implements Place {}

  /** A cluster that somebody named has to be one; without any, much can be asked all the same. */
  private static Place place(ClusterSettings settings) {
    try {
      return new Known(Session.config(settings));
    } catch (UsageException e) {
      if (settings.kubeconfig() != null || settings.context() != null) {
        throw e;
      }
      return new Unknown(String.valueOf(e.getMessage()));
    }
  }

  private static String namespace(Written record, ClusterSettings settings, Place place) {
    return switch (place) {
      case Known(Config config) -> record.namespace(settings, config);
      case Unknown _ -> record.told(settings).orElse(ELSEWHERE);
    };
  }

  private List<Result> ask(Place place, boolean linkLocal, List<Asked> checks)
      throws InterruptedException {
    return switch (place) {
      case Known(Config config) -> {
        try (KubernetesClient client = Clients.connect(config, Version.current())) {
          yield ask(Surroundings.of(client, "you"), linkLocal, checks);
        }
      }
      case Unknown(String why) ->
          ask(Surroundings.none(why.replaceFirst("\\.$", "")), linkLocal, checks);
    };
  }

  private List<Result> ask(Surroundings surroundings, boolean linkLocal, List<Asked> checks)
      throws InterruptedException {
    try (Interview interview = new Interview(surroundings, linkLocal, check.wait)) {
      return interview.of(checks);
    }
  }

  private static boolean fine(Verdict verdict) {
    return switch (verdict) {
      case Passed, NotAsked -> true;
      case Failed, Errored -> false;
    };
  }

  private void print(OutputOptions.Format format, List<Sheet> sheets, List<Result> results) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT ->
              sheets.stream()
                  .map(it -> CheckText.of(it, results))
                  .collect(Collectors.joining("\n"));
          case JSON -> Structured.json(CheckText.data(results));
          case YAML -> Structured.yaml(CheckText.data(results));
        });
    out.flush();
  }
}
