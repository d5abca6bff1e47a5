package dev.releaserecord.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** What the machine offers on which the tests run. */
final class ThisMachine implements Selection.Machine {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path program;

  /**
   * @param program the one that starts clusters
   */
  ThisMachine(Path program) {
    this.program = program;
  }

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
    if (!onLinux()) {
      return Optional.of("the flavour node runs on Linux only");
    }
    if (!System.getProperty("user.name").equals("root")) {
      return Optional.of("the flavour node needs root");
    }
    return missing("runc", "iptables");
  }

  @Override
  public Optional<String> obstacleToProcesses() {
    if (!onLinux()) {
      return Optional.of("the flavour processes runs on Linux only");
    }
    return missing("curl", "openssl")
        .or(
            () ->
                onPath("go") || programsAreBuilt()
                    ? Optional.empty()
                    : Optional.of(
                        "the Kubernetes programs are not built, and go is not on the PATH: install"
                            + " Go 1.26 or newer"));
  }

  private boolean programsAreBuilt() {
    String dev = program.toAbsolutePath().toString();
    return new Command(List.of(dev, "programs", "--check"), PATIENCE).run().exitCode() == 0;
  }

  private static boolean onLinux() {
    return System.getProperty("os.name").equals("Linux");
  }

  private static Optional<String> missing(String... programs) {
    return Stream.of(programs)
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
