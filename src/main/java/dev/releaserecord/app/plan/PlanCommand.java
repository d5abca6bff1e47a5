package dev.releaserecord.app.plan;

import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ClusterOptions.ClusterSettings;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.OutputOptions;
import dev.releaserecord.app.command.RecordFile;
import dev.releaserecord.app.command.RecordFile.Written;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.kube.Clients;
import dev.releaserecord.preview.Preview;
import dev.releaserecord.preview.Verdict;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code release-operator plan -f FILE}: what applying it would change. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows what ReleaseRecords that are not applied yet would change, and why what waits would"
          + " wait. Changes nothing, and needs rights to read only.",
    },
    footer = {
      "",
      "Exit codes: 0 nothing would change, 1 something would, or wants to and cannot (it waits, or"
          + " is refused), 2 it could not be told: wrong usage, the cluster cannot be used or read,"
          + " or the API server refuses the record."
    })
public final class PlanCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Mixin private final PlanOptions plan = new PlanOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    OutputOptions.Format format = plan.output.parse();
    Look.Asking asking = new Look.Asking(plan.asks(), plan.registry.parse());
    ClusterSettings settings = cluster.parse();
    List<Written> written = RecordFile.read(plan.file, System.in);
    Logging.quiet();
    Config config = Session.config(settings);
    List<Look.Asked> asked =
        written.stream()
            .map(it -> new Look.Asked(it.namespace(settings, config), it.name(), it.body()))
            .toList();
    List<Preview> previews = look(config, asking, asked);
    PrintWriter out = spec.commandLine().getOut();
    out.print(Rendering.of(previews, format));
    out.flush();
    return code(previews);
  }

  private static List<Preview> look(Config config, Look.Asking asking, List<Look.Asked> asked)
      throws InterruptedException {
    try (KubernetesClient client = Clients.connectToLook(config, Version.current())) {
      return new Look(client, asking, Clock.systemUTC()).previews(asked);
    } catch (UsageException e) {
      throw e;
    } catch (RuntimeException e) {
      throw Session.told(e, config);
    }
  }

  private static int code(List<Preview> previews) {
    List<Verdict> verdicts = new ArrayList<>(previews.stream().map(Preview::verdict).toList());
    if (verdicts.contains(Verdict.Unknown)) {
      return ExitCodes.UNUSABLE;
    }
    verdicts.removeIf(verdict -> verdict == Verdict.Nothing);
    return verdicts.isEmpty() ? ExitCodes.FINE : ExitCodes.FINDINGS;
  }
}
