package dev.releaserecord.app;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option is also an environment variable, by one rule, so that none can be forgotten: {@code
 * --http-port} is {@code RELEASE_OPERATOR_HTTP_PORT}. An empty variable counts as not set; an
 * option that only says no to another has none of its own.
 */
record Environment(Map<String, String> variables) implements IDefaultValueProvider {

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

  /** The variable of an option. */
  static String variable(String option) {
    return PREFIX + option.substring("--".length()).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
