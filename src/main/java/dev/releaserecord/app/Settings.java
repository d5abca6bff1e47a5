package dev.releaserecord.app;

import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.ClusterOptions.ClusterSettings;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.kube.cache.SecretScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code run} was told, checked. */
record Settings(
    ClusterSettings cluster,
    Http http,
    Optional<Lease> lease,
    SecretScope secrets,
    boolean linkLocal,
    Set<String> plainHttp,
    Logs logs) {

  private static final int HIGHEST_PORT = 65_535;
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);
  private static final Duration LONGEST_LEASE = Duration.ofMinutes(5);
  private static final Pattern OBJECT_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Pattern SECONDS_OR_MINUTES = Pattern.compile("([0-9]{1,6})(s|m)");

  /**
   * @param port 0 for any free one
   * @param portFile where to write the port that was opened, null for nowhere
   */
  record Http(int port, @Nullable Path portFile) {}

  /**
   * @param namespace null for the default, which depends on the cluster that was found
   */
  record Lease(String name, @Nullable String namespace, Duration duration) {}

  record Logs(LogFormat format, LogLevel level) {}

  enum LogFormat {
    JSON,
    TEXT
  }

  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /**
   * Gives the typed options a meaning.
   *
   * @param terminal whether a person reads along, which decides the default log format
   * @throws UsageException with one sentence that names the option and says what to write instead
   */
  static Settings parse(ClusterOptions cluster, RunOptions run, boolean terminal) {
    return new Settings(
        cluster.parse(),
        new Http(port(run.httpPort), run.httpPortFile == null ? null : Path.of(run.httpPortFile)),
        flag("--leader-elect", run.leaderElect) && !run.noLeaderElect
            ? Optional.of(lease(run))
            : Optional.empty(),
        scope(run.secrets),
        run.probes.linkLocal(),
        run.registries.parse(),
        new Logs(
            run.logFormat == null
                ? terminal ? LogFormat.TEXT : LogFormat.JSON
                : oneOf(LogFormat.class, "--log-format", run.logFormat, "json or text"),
            oneOf(
                LogLevel.class, "--log-level", run.logLevel, "error, warn, info, debug or trace")));
  }

  private static Lease lease(RunOptions run) {
    String namespace = run.leaseNamespace;
    return new Lease(
        objectName("--lease-name", run.leaseName),
        namespace == null ? null : objectName("--lease-namespace", namespace),
        leaseDuration(run.leaseDuration));
  }

  private static SecretScope scope(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "all" -> SecretScope.ALL;
      case "by-name" -> SecretScope.BY_NAME;
      default -> throw UsageException.of("--secrets", text, "a choice", "all or by-name");
    };
  }

  private static int port(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST_PORT) {
      return Integer.parseInt(text);
    }
    throw UsageException.of(
        "--http-port", text, "a port", "a number from 0 to 65535, for example 8080");
  }

  private static boolean flag(String option, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw UsageException.of(option, text, "a yes or no", "true or false");
    };
  }

  private static String objectName(String option, String text) {
    if (OBJECT_NAME.matcher(text).matches()) {
      return text;
    }
    throw UsageException.of(
        option,
        text,
        "the name of an object",
        "lower-case letters, digits and dashes, for example release-operator");
  }

  private static Duration leaseDuration(String text) {
    Matcher matcher = SECONDS_OR_MINUTES.matcher(text);
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      Duration duration =
          matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMinutes(amount);
      if (duration.compareTo(SHORTEST_LEASE) >= 0 && duration.compareTo(LONGEST_LEASE) <= 0) {
        return duration;
      }
    }
    throw UsageException.of(
        "--lease-duration", text, "a lease time", "one from 3s to 5m, for example 15s or 1m");
  }

  private static <E extends Enum<E>> E oneOf(
      Class<E> type, String option, String text, String choices) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw UsageException.of(option, text, "a choice", choices);
  }
}
