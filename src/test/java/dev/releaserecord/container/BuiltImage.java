package dev.releaserecord.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The image that {@code dev/image} makes of the jar under {@code target}, once for all tests of a
 * run.
 */
public final class BuiltImage {

  private static final Path FOLDER = Path.of("target", "image-it").toAbsolutePath();

  private static @Nullable BuiltImage built;

  private final Path output;
  private final String reference;
  private @Nullable Path root;

  private BuiltImage(Path output, String reference) {
    this.output = output;
    this.reference = reference;
  }

  /** The one of this run. */
  public static synchronized BuiltImage get() {
    if (built == null) {
      built = another("first");
    }
    return built;
  }

  /** One of its own, for which nothing is taken over. */
  static BuiltImage another(String name) {
    Path output = emptied(FOLDER.resolve(name));
    Ran ran = run("dev/image", "--no-build", "--output", output.toString());
    if (ran.code() != 0) {
      throw new IllegalStateException("dev/image ended with " + ran.code() + ":\n" + ran.err());
    }
    return new BuiltImage(output, ran.out().strip());
  }

  /** Pushes it to a registry without a certificate; the image with its digest. */
  public String push(String repository) {
    try {
      OperatorImage image =
          new OperatorImage(output.resolve("tree"), Launch.of(Path.of("")), Optional.empty());
      return ImageTool.push(image, output, repository, true);
    } catch (Exception e) {
      throw new IllegalStateException("cannot push to " + repository, e);
    }
  }

  /** Its name with its digest. */
  String reference() {
    return reference;
  }

  Path tar() {
    return output.resolve("release-operator.tar");
  }

  /** All its files, as a container sees them below {@code /}. */
  synchronized Path root() {
    if (root == null) {
      Path folder = emptied(output.resolve("root"));
      for (Path layer : layers()) {
        succeed("tar", "--extract", "--file", layer.toString(), "--directory", folder.toString());
      }
      root = folder;
    }
    return root;
  }

  /** The layers from below, compressed. */
  List<Path> layers() {
    List<Path> layers = new ArrayList<>();
    manifest().get("Layers").forEach(it -> layers.add(unpacked().resolve(it.asText())));
    return layers;
  }

  /** What says how a container is started, and what is in the layers. */
  JsonNode configuration() {
    return json(unpacked().resolve(manifest().get("Config").asText()));
  }

  private JsonNode manifest() {
    return json(unpacked().resolve("manifest.json")).get(0);
  }

  private Path unpacked() {
    Path folder = output.resolve("unpacked");
    if (!Files.exists(folder)) {
      emptied(folder);
      succeed("tar", "--extract", "--file", tar().toString(), "--directory", folder.toString());
    }
    return folder;
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path emptied(Path folder) {
    succeed("rm", "-rf", folder.toString());
    succeed("mkdir", "-p", folder.toString());
    return folder;
  }

  /** What a command wrote, if it succeeded. */
  static String succeed(String... words) {
    Ran ran = run(words);
    if (ran.code() != 0) {
      throw new IllegalStateException(String.join(" ", words) + ":\n" + ran.err());
    }
    return ran.out();
  }

  record Ran(int code, String out, String err) {}

  static Ran run(String... words) {
    try {
      Path out = Files.createTempFile("image", ".out");
      Path err = Files.createTempFile("image", ".err");
      try {
        Process process =
            new ProcessBuilder(words)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Ran(process.waitFor(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + words[0], e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + words[0], e);
    }
  }
}
