package dev.releaserecord.app.command;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** For whom an answer is printed; the same for every subcommand that has more than one way. */
public final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|yaml",
      defaultValue = "text",
      completionCandidates = Choices.class,
      description = {"Default: ${DEFAULT-VALUE}.", "Environment: RELEASE_OPERATOR_OUTPUT"})
  String output = "";

  /** How it is written. */
  public enum Format {
    /** For people. */
    TEXT,
    JSON,
    YAML
  }

  /** For the completion of a shell. */
  static final class Choices implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("text", "json", "yaml").iterator();
    }
  }

  /**
   * @throws UsageException if it is none of them
   */
  public Format parse() {
    return switch (output.toLowerCase(Locale.ROOT)) {
      case "text" -> Format.TEXT;
      case "json" -> Format.JSON;
      case "yaml" -> Format.YAML;
      default -> throw UsageException.of("--output", output, "a choice", "text, json or yaml");
    };
  }
}
