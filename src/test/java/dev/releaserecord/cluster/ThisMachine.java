package dev.releaserecord.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** What the machine offers on which the tests run. */
final class ThisMachine implements Selection.Machine {

  /** Where a login shell of root finds programs, but not every sudo. */
  private static Stream<String> sbin() {
    return Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin");
  }

  @Override
  public boolean docker() {
    boolean hinted =
        System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    return hinted && DockerClientFactory.instance().isDockerAvailable();
  }

  @Override
  public Optional<String> obstacleToNode() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("the flavour node runs on Linux only");
    }
    if (!System.getProperty("user.name").equals("root")) {
      return Optional.of("the flavour node needs root");
    }
    return Stream.of("runc", "iptables")
        .filter(program -> !onPath(program))
        .findFirst()
        .map(program -> program + " is not on the PATH: apt-get install " + program);
  }

  private static boolean onPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), sbin())
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
