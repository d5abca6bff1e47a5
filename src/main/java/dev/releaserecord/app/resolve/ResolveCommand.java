package dev.releaserecord.app.resolve;

import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.Logging;
import dev.releaserecord.app.command.OutputOptions;
import dev.releaserecord.app.command.RegistryOptions;
import dev.releaserecord.app.command.Structured;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.check.registry.Credential;
import dev.releaserecord.check.registry.TagReader;
import dev.releaserecord.kube.secret.Login;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code release-operator resolve IMAGE:TAG}: the digest that a tag stands for now. */
@Command(
    name = "resolve",
    description =
        "Prints the digest that a tag stands for now, as its registry says. Needs no cluster.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 all resolved, 1 a registry has no such tag, 2 wrong usage, or a registry could"
          + " not be asked or lets nobody in."
    })
public final class ResolveCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "IMAGE:TAG",
      arity = "1..*",
      description = "Such as ghcr.io/example/users:1.4.0.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--docker-config",
      paramLabel = "FILE",
      description = {
        "File with logins for registries, as `docker login` writes it; programs that keep them"
            + " elsewhere are not run. Default: config.json of the folder in DOCKER_CONFIG, else"
            + " ~/.docker/config.json, if it is there.",
        "Environment: RELEASE_OPERATOR_DOCKER_CONFIG"
      })
  private @Nullable String dockerConfig;

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Logging.quiet();
    OutputOptions.Format format = output.parse();
    List<Tag> tags = images.stream().map(Tag::parse).toList();
    DockerLogins logins = DockerLogins.read(dockerConfig);
    List<Resolution> all = new ArrayList<>();
    try (TagReader reader = new TagReader(registry.parse(), Clock.systemUTC())) {
      for (Tag tag : tags) {
        List<Credential> credentials =
            logins.file().logins(tag.image()).stream().map(ResolveCommand::credential).toList();
        all.add(Resolution.of(tag, reader.ask(tag.image(), tag.tag(), credentials), logins));
      }
    }
    print(all, format);
    return code(all);
  }

  private static Credential credential(Login login) {
    return new Credential(login.username(), login.password(), login.fingerprint());
  }

  /** The references alone go to the output, so that a script can take them as they are. */
  private void print(List<Resolution> all, OutputOptions.Format format) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    switch (format) {
      case TEXT -> {
        for (Resolution one : all) {
          if (one.reference() == null) {
            err.println(one.problem());
          } else {
            out.println(one.reference());
            err.println(one.described());
          }
        }
      }
      case JSON -> out.print(Structured.json(Map.of("images", all)));
      case YAML -> out.print(Structured.yaml(Map.of("images", all)));
    }
    out.flush();
    err.flush();
  }

  private static int code(List<Resolution> all) {
    if (all.stream().anyMatch(it -> it.problem() != null && !it.absent())) {
      return ExitCodes.UNUSABLE;
    }
    return all.stream().anyMatch(Resolution::absent) ? ExitCodes.FINDINGS : ExitCodes.FINE;
  }
}
