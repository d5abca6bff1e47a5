package dev.releaserecord.app.record;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.Session;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.app.command.Version;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator retry RECORD}: have it tried again. */
@Command(
    name = "retry",
    description =
        "Has the operator try again what it gave up: budgets are new, and what backs off is started"
            + " at once.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Exit codes: 0 asked for, 2 wrong usage or the cluster cannot be used."})
public final class RetryCommand implements Callable<Integer> {

  private static final String RETRY = "releaserecord.dev/retry";
  private static final int TRIES = 3;

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RECORD", description = "Name of the ReleaseRecord.")
  private String name = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Logging.quiet();
    String value =
        Session.with(cluster.parse(), (client, namespace) -> ask(new Records(client, namespace)));
    spec.commandLine()
        .getOut()
        .printf(
            "ReleaseRecord %s: asked to try again; status.lastHandledRetry will say %s.%n",
            name, value);
    return ExitCodes.FINE;
  }

  private String ask(Records records) {
    String value = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS).toString();
    for (int i = 0; i < TRIES; i++) {
      ReleaseRecord record = records.get(name);
      if (records.patch(record, operations(record, value))) {
        return value;
      }
    }
    throw new UsageException(
        "ReleaseRecord %s is changed all the time; try again in a moment.".formatted(name));
  }

  private static List<Map<String, Object>> operations(ReleaseRecord record, String value) {
    List<Map<String, Object>> operations = new ArrayList<>();
    operations.add(Records.op("test", "/metadata/uid", record.getMetadata().getUid()));
    Map<String, String> annotations = record.getMetadata().getAnnotations();
    if (annotations == null || annotations.isEmpty()) {
      operations.add(
          Records.op(
              "test", "/metadata/resourceVersion", record.getMetadata().getResourceVersion()));
      operations.add(Records.op("add", "/metadata/annotations", Map.of(RETRY, value)));
    } else {
      operations.add(Records.op("add", "/metadata/annotations/" + RETRY.replace("/", "~1"), value));
    }
    return operations;
  }
}
