package dev.releaserecord.container;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The image, as Jib makes it of a tree of files. Times, owners and order are fixed, so that the
 * same files give the same bytes.
 *
 * @param tree one folder for each layer
 * @param launch how it is started
 * @param base an image to put it upon, by its digest; empty: nothing
 */
record OperatorImage(Path tree, Launch launch, Optional<String> base) {

  /** From below: the C library, the JVM, the libraries, the operator with its cache. */
  static final List<String> LAYERS = List.of("system", "runtime", "libraries", "program");

  /**
   * Nobody of that number is on any node; by number, so that {@code runAsNonRoot} can be checked.
   */
  static final String USER = "65532:65532";

  /** Jib's own; the JVM takes its cache only if the jars have the time that they had before. */
  private static final Instant MODIFIED = Instant.ofEpochSecond(1);

  /** That of {@code project.build.outputTimestamp}. */
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private static final int HTTP = 8080;

  /**
   * Builds it.
   *
   * @param output where Jib may keep what it has compressed
   * @return the digest of its manifest
   */
  String build(Containerizer target, Path output) throws Exception {
    JibContainerBuilder image =
        base.isPresent() ? Jib.from(registry(base.get())) : Jib.fromScratch();
    for (String name : LAYERS) {
      if (Files.exists(tree.resolve(name))) {
        image.addFileEntriesLayer(layer(name));
      }
    }
    image
        .setFormat(ImageFormat.Docker)
        .setPlatforms(Set.of(new Platform(architecture(), "linux")))
        .setCreationTime(CREATED)
        .setUser(USER)
        .setEntrypoint(launch.entryPoint())
        .setEnvironment(environment())
        .addExposedPort(Port.tcp(HTTP))
        .addLabel("org.opencontainers.image.title", "release-operator")
        .addLabel("org.opencontainers.image.version", launch.version());
    return image
        .containerize(
            target
                .setToolName("release-operator")
                .setApplicationLayersCache(output.resolve("layers"))
                .setBaseImageLayersCache(output.resolve("base")))
        .getDigest()
        .toString();
  }

  /** An image in a registry, with the credentials that Docker's configuration has for it. */
  static RegistryImage registry(String name) throws InvalidImageReferenceException {
    ImageReference reference = ImageReference.parse(name);
    CredentialRetrieverFactory credentials =
        CredentialRetrieverFactory.forImage(reference, _ -> {});
    return RegistryImage.named(reference).addCredentialRetriever(credentials.dockerConfig());
  }

  /** glibc keeps an arena for each thread, and the pages it once touched: two do. */
  private static Map<String, String> environment() {
    return Map.of("LANG", "C.UTF-8", "MALLOC_ARENA_MAX", "2");
  }

  private FileEntriesLayer layer(String name) throws IOException {
    Path folder = tree.resolve(name);
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(it -> !it.equals(folder)).sorted().toList()) {
        AbsoluteUnixPath path = AbsoluteUnixPath.get("/" + folder.relativize(file));
        layer.addEntry(file, path, permissions(file), MODIFIED);
      }
    }
    return layer.build();
  }

  /** Everybody reads, only root could write, whatever the umask of the build was. */
  private static FilePermissions permissions(Path file) {
    return FilePermissions.fromOctalString(Files.isExecutable(file) ? "755" : "644");
  }

  private static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }
}
