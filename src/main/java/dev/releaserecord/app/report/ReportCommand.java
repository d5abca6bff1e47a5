package dev.releaserecord.app.report;

import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.app.record.Past;
import dev.releaserecord.app.record.Records;
import dev.releaserecord.app.record.Standing;
import dev.releaserecord.kube.ApiFailure;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator report RECORD}: the release as a page. */
@Command(
    name = "report",
    description =
        "Prints the release as a Markdown page: what was verified, what is wrong and why, the"
            + " digests with their versions, and the next step.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 Ready, as of the newest spec; 1 not, and the page says why; 2 wrong usage or"
          + " the cluster cannot be used."
    })
public final class ReportCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RECORD", description = "Name of the ReleaseRecord.")
  private String name = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  private record Read(Standing standing, Past past) {}

  @Override
  public Integer call() throws InterruptedException {
    Logging.quiet();
    Read read =
        Session.with(
            cluster.parse(),
            (client, namespace) ->
                new Read(
                    Standing.of(new Records(client, namespace).get(name)),
                    past(client, namespace)));
    PrintWriter out = spec.commandLine().getOut();
    out.print(ReleasePage.of(read.standing, read.past, Clock.systemUTC().instant()));
    out.flush();
    return read.standing.isReady() ? ExitCodes.FINE : ExitCodes.FINDINGS;
  }

  /** A page without the past is better than none. */
  private Past past(KubernetesClient client, String namespace) {
    try {
      return Past.read(client, namespace, name);
    } catch (KubernetesClientException e) {
      if (!(ApiFailure.of(e) instanceof ApiFailure.Forbidden)) {
        throw e;
      }
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "What was verified before is left out: you may not list controllerrevisions in namespace "
              + namespace
              + ".");
      return new Past(name, List.of());
    }
  }
}
