package dev.releaserecord.app.resolve;

import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.kube.secret.DockerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code docker login}.
 *
 * @param path where it is, or would be
 */
record DockerLogins(Path path, DockerFile file) {

  private static final String NAME = "config.json";

  /**
   * The one that is named; else that of the folder in {@code DOCKER_CONFIG}; else that of the home.
   * If nobody named it, it need not be there.
   *
   * @throws UsageException if it cannot be read; nothing of it is quoted
   */
  static DockerLogins read(@Nullable String named) {
    Path path = named == null ? usual() : Path.of(named);
    if (named == null && !Files.exists(path)) {
      return new DockerLogins(path, DockerFile.NONE);
    }
    try {
      return new DockerLogins(
          path,
          DockerFile.parse(Files.readString(path))
              .orElseThrow(
                  () ->
                      new UsageException(
                          "%s is no configuration of Docker: mend it, or name another with --docker-config."
                              .formatted(path))));
    } catch (IOException _) {
      throw new UsageException(
          "%s cannot be read: name a readable file with --docker-config.".formatted(path));
    }
  }

  private static Path usual() {
    String folder = System.getenv("DOCKER_CONFIG");
    return folder == null || folder.isBlank()
        ? Path.of(System.getProperty("user.home"), ".docker", NAME)
        : Path.of(folder, NAME);
  }
}
