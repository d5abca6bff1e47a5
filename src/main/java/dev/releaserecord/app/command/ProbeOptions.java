package dev.releaserecord.app.command;

import java.util.Locale;
import picocli.CommandLine.Option;

/** What HTTP and TCP checks may ask; the same for every subcommand that asks them. */
public final class ProbeOptions {

  @Option(
      names = "--check-link-local",
      paramLabel = "refuse|allow",
      defaultValue = "refuse",
      description = {
        "Whether HTTP and TCP checks may ask link-local addresses and those where clouds serve"
            + " metadata and credentials. Default: ${DEFAULT-VALUE}.",
        "Environment: RELEASE_OPERATOR_CHECK_LINK_LOCAL"
      })
  String linkLocal = "";

  /**
   * Whether they may.
   *
   * @throws UsageException if neither is said
   */
  public boolean linkLocal() {
    return switch (linkLocal.toLowerCase(Locale.ROOT)) {
      case "refuse" -> false;
      case "allow" -> true;
      default ->
          throw UsageException.of("--check-link-local", linkLocal, "a choice", "refuse or allow");
    };
  }
}
