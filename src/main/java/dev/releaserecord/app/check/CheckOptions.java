package dev.releaserecord.app.check;

import dev.releaserecord.app.command.OutputOptions;
import dev.releaserecord.app.command.ProbeOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code check} as they were typed. */
final class CheckOptions {

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description =
          "File with one or more ReleaseRecords, in YAML or JSON; - for standard input. Other"
              + " objects in it are passed over.")
  String file = "";

  @Option(
      names = "--wait",
      description = {
        "Ask again what did not pass until the timeout of the check is over, as the operator does."
            + " Default: each is asked once, for 10 s at the most.",
        "Environment: RELEASE_OPERATOR_WAIT"
      })
  boolean wait;

  @Mixin final OutputOptions output = new OutputOptions();

  @Mixin final ProbeOptions probes = new ProbeOptions();
}
