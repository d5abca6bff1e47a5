package dev.releaserecord.container;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.OperatorProcess;
import dev.releaserecord.cluster.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The files of the image, started as a container would start them. */
@ExtendWith(ClusterExtension.class)
class ImageStartIT {

  /** Of the classes that are loaded until it is ready; no cache can hold the last twentieth. */
  private static final double FROM_CACHE = 0.9;

  private static final String EVERYTHING =
      """
      <configuration>
        <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
          <target>System.err</target>
          <encoder><pattern>%level %logger %msg%n</pattern></encoder>
        </appender>
        <root level="TRACE"><appender-ref ref="all"/></root>
      </configuration>
      """;

  @TempDir private Path folder;

  /**
   * {@code operator/classes.lst} grows old with the code: below the share it has to be made anew.
   */
  @Test
  void loadsItsClassesFromTheCache(Cluster cluster, TestNamespace namespace) throws IOException {
    Path loaded = folder.resolve("loaded");
    try (OperatorProcess operator =
        start(cluster, namespace, Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded))) {
      operator.awaitReady();
      assertThat(operator.stop()).isZero();
    }
    List<String> classes = Files.readAllLines(loaded);
    long cached = classes.stream().filter(it -> it.contains("shared objects file")).count();
    assertThat((double) cached / classes.size())
        .as("%s of %s; run dev/image classes", cached, classes.size())
        .isGreaterThan(FROM_CACHE);
  }

  /** Their loggers print whole objects, Secrets among them. */
  @Test
  void theEnvironmentDoesNotOpenTheLoggersOfLibraries(Cluster cluster, TestNamespace namespace)
      throws IOException {
    Path logging = Files.writeString(folder.resolve("everything.xml"), EVERYTHING);
    try (OperatorProcess operator =
        start(
            cluster,
            namespace,
            Map.of("JDK_JAVA_OPTIONS", "-Dlogback.configurationFile=" + logging),
            "--log-level=trace",
            "--log-format=json")) {
      operator.awaitReady();
      assertThat(operator.stop()).isZero();
      List<JsonNode> lines = new ArrayList<>();
      for (String line : operator.log().lines().filter(not(ImageStartIT::ofTheJvm)).toList()) {
        lines.add(new ObjectMapper().readTree(line));
      }
      assertThat(lines)
          .isNotEmpty()
          .allSatisfy(
              it -> assertThat(it.get("loggerName").asText()).startsWith("dev.releaserecord."));
    }
  }

  private static boolean ofTheJvm(String line) {
    return line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS");
  }

  private OperatorProcess start(
      Cluster cluster, TestNamespace namespace, Map<String, String> environment, String... more)
      throws IOException {
    Path root = BuiltImage.get().root();
    String words =
        String.join(
            " ",
            Launch.of(Path.of("")).entryPoint().stream()
                .map(it -> it.replaceFirst("^(|.*=)(/runtime|/app)/", "$1" + root + "$2/"))
                .toList());
    Path program =
        Files.writeString(folder.resolve("program"), "#!/bin/sh\nexec " + words + " \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    List<String> arguments =
        Stream.concat(Stream.of("--namespace", namespace.name()), Stream.of(more)).toList();
    return OperatorProcess.start(
        new OperatorProcess.Options(program, cluster.kubeconfig(), arguments, environment));
  }
}
