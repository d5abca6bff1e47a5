package dev.releaserecord.app.command;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option is also an environment variable, by one rule, so that none can be forgotten: {@code
 * --http-port} is {@code RELEASE_OPERATOR_HTTP_PORT}. An empty variable counts as not set; an
 * option that only says no to another has none of its own.
 */
public record Environment(Map<String, String> variables) implements IDefaultValueProvider {

  static final String PREFIX = "RELEASE_OPERATOR_";

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    if (option.longestName().startsWith("--no-")) {
      return null;
    }
    String value = variables.get(variable(option.longestName()));
    return value == null || value.isBlank() ? null : value;
  }

  /** That of a command line, where it was given one; else that of the process. */
  public static Environment of(CommandSpec command) {
    return command.defaultValueProvider() instanceof Environment its
        ? its
        : new Environment(System.getenv());
  }

  /** Whether a variable is there and not empty. */
  public boolean has(String name) {
    String value = variables.get(name);
    return value != null && !value.isEmpty();
  }

  /** The variable of an option. */
  public static String variable(String option) {
    return PREFIX + option.substring("--".length()).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
