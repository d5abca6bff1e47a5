package dev.releaserecord.app.plan;

import dev.releaserecord.app.command.OutputOptions;
import dev.releaserecord.app.command.RegistryOptions;
import dev.releaserecord.app.command.UsageException;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code plan} as they were typed. */
final class PlanOptions {

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description =
          "File with one or more ReleaseRecords, in YAML or JSON; - for standard input. Other"
              + " objects in it are passed over.")
  String file = "";

  @Mixin final OutputOptions output = new OutputOptions();

  @Option(
      names = "--registries",
      paramLabel = "ask|skip",
      defaultValue = "ask",
      description = {
        "Where a record has registryCheck, whether its registries are asked, for half a minute at"
            + " the most: from where you are, with the pull secrets of the pods, which you need the"
            + " right to read. Default: ${DEFAULT-VALUE}.",
        "Environment: RELEASE_OPERATOR_REGISTRIES"
      })
  String registries = "";

  @Mixin final RegistryOptions registry = new RegistryOptions();

  /** Whether registries are asked. */
  boolean asks() {
    return switch (registries.toLowerCase(Locale.ROOT)) {
      case "ask" -> true;
      case "skip" -> false;
      default -> throw UsageException.of("--registries", registries, "a choice", "ask or skip");
    };
  }
}
