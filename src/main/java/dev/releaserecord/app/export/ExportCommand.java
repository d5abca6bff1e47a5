package dev.releaserecord.app.export;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.OutputOptions;
import dev.releaserecord.app.command.Printable;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.Structured;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.app.record.Records;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator export RECORD}: its digests for manifests in Git. */
@Command(
    name = "export",
    description =
        "Prints the digests that a record keeps as the `images` block of a kustomization, so that"
            + " manifests in Git say what runs.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 printed, 1 printed and it does not mend all (said on the standard error), 2"
          + " wrong usage or the cluster cannot be used."
    })
public final class ExportCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RECORD", description = "Name of the ReleaseRecord.")
  private String name = "";

  @Option(
      names = "--declared",
      description =
          "Digests of the spec, although others are kept: while an approval is awaited, after a"
              + " rollback.")
  private boolean declared;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * @param unread workloads that the caller may not look at
   */
  private record Exported(ImageSet set, ImageBlock block, List<String> unread) {}

  @Override
  public Integer call() throws InterruptedException {
    Logging.quiet();
    OutputOptions.Format format = output.parse();
    Exported exported = Session.with(cluster.parse(), this::export);
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> block = Map.of("images", exported.block.entries());
    out.print(
        switch (format) {
          case TEXT -> exported.block.text(name, exported.set.id());
          case JSON -> Structured.json(block);
          case YAML -> Structured.yaml(block);
        });
    out.flush();
    tell(exported);
    return exported.block.findings().isEmpty() ? ExitCodes.FINE : ExitCodes.FINDINGS;
  }

  private void tell(Exported exported) {
    PrintWriter err = spec.commandLine().getErr();
    exported.block.findings().forEach(it -> err.println(Printable.line(it)));
    if (!exported.unread.isEmpty()) {
      err.println(
          "What manifests call these images was not looked at, for you may not get "
              + String.join(", ", exported.unread)
              + ".");
    }
    err.flush();
  }

  private Exported export(KubernetesClient client, String namespace) {
    ReleaseRecord record = new Records(client, namespace).get(name);
    ImageSet set = declared ? ImageSet.declared(record) : ImageSet.kept(record);
    Manifests manifests = new Manifests(client, namespace);
    ImageBlock block = ImageBlock.of(set, manifests.images(record));
    return new Exported(set, block, manifests.unread());
  }
}
