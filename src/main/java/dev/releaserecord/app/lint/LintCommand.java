package dev.releaserecord.app.lint;

import dev.releaserecord.app.command.Documents;
import dev.releaserecord.app.command.ExitCodes;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.app.command.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code release-operator lint -f FILE|DIR}: which images nothing pins. */
@Command(
    name = "lint",
    description =
        "Names the images of manifests that no digest pins, and placeholders that were not filled"
            + " in. Needs no cluster.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 all images have a digest, 1 some have none, 2 wrong usage, or something cannot"
          + " be read."
    })
public final class LintCommand implements Callable<Integer> {

  private static final Set<String> ENDINGS = Set.of("yaml", "yml", "json");

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE|DIR",
      required = true,
      description =
          "Rendered manifests in YAML or JSON: a file, a folder with all below it, or - for"
              + " standard input. May be repeated.")
  private List<String> files = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int images = 0;
    int findings = 0;
    for (String file : files.stream().flatMap(LintCommand::below).toList()) {
      for (ImageLint.Image image :
          Documents.read(file, System.in).stream()
              .flatMap(it -> ImageLint.of(it).stream())
              .toList()) {
        images++;
        if (image.problem().isPresent()) {
          findings++;
          out.printf(
              "%s: %s, container %s: %s: %s%n",
              Documents.name(file),
              image.object(),
              image.container(),
              image.image(),
              image.problem().get());
        }
      }
    }
    out.println(
        findings == 0
            ? "All of %d images have a digest.".formatted(images)
            : "%d of %d images are not pinned.".formatted(findings, images));
    return findings == 0 ? ExitCodes.FINE : ExitCodes.FINDINGS;
  }

  private static Stream<String> below(String name) {
    if (name.equals(Documents.STDIN) || !Files.isDirectory(Path.of(name))) {
      return Stream.of(name);
    }
    try (Stream<Path> files = Files.walk(Path.of(name))) {
      return files
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .filter(file -> ENDINGS.contains(file.substring(file.lastIndexOf('.') + 1)))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UsageException("-f: the folder %s cannot be read.".formatted(name));
    }
  }
}
