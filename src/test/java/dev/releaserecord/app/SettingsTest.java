package dev.releaserecord.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.releaserecord.app.Settings.LogFormat;
import dev.releaserecord.app.Settings.LogLevel;
import dev.releaserecord.app.command.ClusterOptions;
import dev.releaserecord.app.command.Environment;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.kube.cache.SecretScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class SettingsTest {

  @Command
  private static final class Options {
    @Mixin private final ClusterOptions cluster = new ClusterOptions();
    @Mixin private final RunOptions run = new RunOptions();
  }

  /** Option, a value for it, another for its variable, what both become, and the default. */
  static Stream<Arguments> everySetting() {
    return Stream.of(
        row(
            "--kubeconfig",
            "/a",
            "/b",
            s -> s.cluster().kubeconfig(),
            Path.of("/a"),
            Path.of("/b"),
            null),
        row("--context", "a", "b", s -> s.cluster().context(), "a", "b", null),
        row(
            "--namespace",
            "a",
            "b,c",
            s -> s.cluster().namespaces(),
            List.of("a"),
            List.of("b", "c"),
            List.of()),
        row("--http-port", "1", "2", s -> s.http().port(), 1, 2, 8080),
        row(
            "--http-port-file",
            "/a",
            "/b",
            s -> s.http().portFile(),
            Path.of("/a"),
            Path.of("/b"),
            null),
        row("--leader-elect", "true", "false", s -> s.lease().isPresent(), true, false, true),
        row("--lease-name", "a", "b", s -> lease(s).name(), "a", "b", "release-operator"),
        row("--lease-namespace", "a", "b", s -> lease(s).namespace(), "a", "b", null),
        row(
            "--lease-duration",
            "5s",
            "1m",
            s -> lease(s).duration(),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(15)),
        row(
            "--plain-http-registry",
            "A.example:5000",
            "10.88.0.1:5000,[::1]:80",
            Settings::plainHttp,
            Set.of("a.example:5000"),
            Set.of("10.88.0.1:5000", "[::1]:80"),
            Set.of()),
        row(
            "--secrets",
            "by-name",
            "all",
            Settings::secrets,
            SecretScope.BY_NAME,
            SecretScope.ALL,
            SecretScope.ALL),
        row(
            "--log-format",
            "text",
            "TEXT",
            s -> s.logs().format(),
            LogFormat.TEXT,
            LogFormat.TEXT,
            LogFormat.JSON),
        row(
            "--log-level",
            "debug",
            "WARN",
            s -> s.logs().level(),
            LogLevel.DEBUG,
            LogLevel.WARN,
            LogLevel.INFO));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everySetting")
  void anOptionWinsOverItsVariableWhichWinsOverTheDefault(
      String option,
      String typed,
      String exported,
      Function<Settings, @Nullable Object> read,
      @Nullable Object fromOption,
      @Nullable Object fromVariable,
      @Nullable Object fromDefault) {
    Map<String, String> variables = Map.of(Environment.variable(option), exported);
    assertThat(read.apply(parse(variables, option + "=" + typed))).isEqualTo(fromOption);
    assertThat(read.apply(parse(variables))).isEqualTo(fromVariable);
    assertThat(read.apply(parse(Map.of(Environment.variable(option), " ")))).isEqualTo(fromDefault);
    assertThat(read.apply(parse(Map.of()))).isEqualTo(fromDefault);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--http-port       | abc        | \"abc\" is not a port; write a number from 0 to 65535",
        "--http-port       | -1         | \"-1\" is not a port",
        "--http-port       | 65536      | \"65536\" is not a port",
        "--http-port       | 999999999999 | is not a port",
        "--leader-elect    | maybe      | write true or false",
        "--lease-duration  | 15         | write one from 3s to 5m, for example 15s or 1m",
        "--lease-duration  | 2s         | from 3s to 5m",
        "--lease-duration  | 6m         | from 3s to 5m",
        "--lease-duration  | -15s       | from 3s to 5m",
        "--lease-name      | Big_Name   | lower-case letters, digits and dashes",
        "--lease-namespace | a/b        | lower-case letters, digits and dashes",
        "--namespace       | gobee_1    | \"gobee_1\" is not the name of a namespace",
        "--namespace       | a,,b       | \"\" is not the name of a namespace",
        "--plain-http-registry | http://r:5000 | registry.internal:5000, without http://",
        "--secrets         | some       | write all or by-name",
        "--log-format      | xml        | write json or text",
        "--log-level       | loud       | write error, warn, info, debug or trace",
      })
  void aBadValueIsToldByOptionAndVariableWithWhatToWrite(
      String option, String value, String sentence) {
    assertThatThrownBy(() -> parse(Map.of(), option + "=" + value))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(option + " (" + Environment.variable(option) + "): ")
        .hasMessageContaining(sentence);
    assertThatThrownBy(() -> parse(Map.of(Environment.variable(option), value)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void electionIsSwitchedOffByEitherFlag() {
    assertThat(parse(Map.of(), "--no-leader-elect").lease()).isEmpty();
    assertThat(parse(Map.of(), "--leader-elect=false").lease()).isEmpty();
    assertThat(parse(Map.of(), "--leader-elect").lease()).isPresent();
    Map<String, String> off = Map.of("RELEASE_OPERATOR_LEADER_ELECT", "false");
    assertThat(parse(off, "--leader-elect").lease()).isPresent();
    Map<String, String> on = Map.of("RELEASE_OPERATOR_LEADER_ELECT", "true");
    assertThat(parse(on, "--no-leader-elect").lease()).isEmpty();
  }

  @Test
  void namespacesAddUpAndAreNamedOnce() {
    assertThat(parse(Map.of(), "-n", "a", "--namespace", "b,a", "-n=c").cluster().namespaces())
        .containsExactly("a", "b", "c");
  }

  @Test
  void aPersonAtATerminalReadsText() {
    Options options = new Options();
    command(options, Map.of()).parseArgs();
    assertThat(Settings.parse(options.cluster, options.run, true).logs().format())
        .isEqualTo(LogFormat.TEXT);
  }

  @Test
  void helpListsEveryOptionWithItsVariable() {
    CommandLine run =
        Objects.requireNonNull(Main.commandLine(Map.of()).getSubcommands().get("run"));
    String help = run.getUsageMessage();
    assertThat(run.getCommandSpec().options())
        .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
        .filteredOn(option -> !option.longestName().startsWith("--no-"))
        .hasSize(14)
        .allSatisfy(
            option ->
                assertThat(help)
                    .contains(option.longestName())
                    .contains(Environment.variable(option.longestName())));
  }

  private static Arguments row(
      String option,
      String typed,
      String exported,
      Function<Settings, @Nullable Object> read,
      @Nullable Object... results) {
    return Arguments.of(option, typed, exported, read, results[0], results[1], results[2]);
  }

  private static Settings.Lease lease(Settings settings) {
    return settings.lease().orElseThrow();
  }

  private static Settings parse(Map<String, String> variables, String... arguments) {
    Options options = new Options();
    command(options, variables).parseArgs(arguments);
    return Settings.parse(options.cluster, options.run, false);
  }

  private static CommandLine command(Options options, Map<String, String> variables) {
    return new CommandLine(options).setDefaultValueProvider(new Environment(variables));
  }
}
