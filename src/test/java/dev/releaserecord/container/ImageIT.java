package dev.releaserecord.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.container.BuiltImage.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What is in the image, what is not, and that it is the same however often it is made. */
class ImageIT {

  /** Begun with the first one, since a build leaves a core free most of the time. */
  private static final CompletableFuture<BuiltImage> AGAIN =
      CompletableFuture.supplyAsync(() -> BuiltImage.another("second"));

  private final BuiltImage image = BuiltImage.get();

  @Test
  void twoBuildsGiveTheSameBytes() throws IOException {
    BuiltImage again = AGAIN.join();
    assertThat(again.reference())
        .isEqualTo(image.reference())
        .matches("release-operator:[^@]+@sha256:[0-9a-f]{64}");
    assertThat(Files.mismatch(again.tar(), image.tar())).isEqualTo(-1);
  }

  @Test
  void startsTheJvmItselfAsNobody() throws IOException {
    JsonNode config = image.configuration().get("config");
    assertThat(config.get("User").asText()).isEqualTo("65532:65532");
    List<String> entryPoint = texts(config.get("Entrypoint"));
    assertThat(entryPoint)
        .startsWith("/runtime/bin/java")
        .endsWith("-jar", "/app/release-operator.jar")
        .contains("-XX:AOTCache=/app/release-operator.aot", "-XX:-UsePerfData")
        .containsAll(Launch.flags(Path.of("operator/jvm.flags")));
    assertThat(texts(config.get("Cmd"))).isEmpty();
    assertThat(config.get("ExposedPorts").fieldNames()).toIterable().containsExactly("8080/tcp");
    assertThat(texts(config.get("Env"))).contains("MALLOC_ARENA_MAX=2", "LANG=C.UTF-8");
    assertThat(image.configuration().get("created").asText()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void filesHaveNoOwnerButRootAndNoTimeOfTheirOwn() {
    List<Path> layers = image.layers();
    assertThat(layers).hasSameSizeAs(OperatorImage.LAYERS);
    for (Path layer : layers) {
      List<String> files =
          BuiltImage.succeed(
                  "tar", "--utc", "--full-time", "--numeric-owner", "-tvf", layer.toString())
              .lines()
              .toList();
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              it ->
                  assertThat(it)
                      .matches(
                          "(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x) 0/0 +\\d+ 1970-01-01 00:00:01 .*"));
    }
  }

  @Test
  void holdsNoProgramButTheJvm() throws IOException {
    try (Stream<Path> files = Files.walk(image.root())) {
      assertThat(
              files
                  .filter(it -> Files.isRegularFile(it) && Files.isExecutable(it))
                  .map(it -> image.root().relativize(it).toString())
                  .filter(it -> !it.matches(".*\\.so(\\.\\d+)*")))
          .containsExactly("runtime/bin/java");
    }
  }

  @Test
  void everyLibraryIsInTheBillOfMaterialsAndHasALicence() throws IOException {
    List<String> jars;
    try (Stream<Path> files = Files.list(image.root().resolve("app/lib"))) {
      jars = files.map(it -> it.getFileName().toString()).sorted().toList();
    }
    JsonNode bom = new ObjectMapper().readTree(image.root().resolve("app/bom.json").toFile());
    assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
    List<String> named = new ArrayList<>();
    List<String> licensed = new ArrayList<>();
    String licences = Files.readString(image.root().resolve("app/THIRD-PARTY.txt"));
    for (JsonNode it : bom.get("components")) {
      String jar = it.get("name").asText() + "-" + it.get("version").asText() + ".jar";
      named.add(jar);
      if (licences.contains(":" + it.get("name").asText() + ":" + it.get("version").asText())) {
        licensed.add(jar);
      }
    }
    assertThat(named).containsExactlyInAnyOrderElementsOf(jars);
    assertThat(licensed).containsExactlyInAnyOrderElementsOf(jars);
  }

  @Test
  void aBaseThatMayMoveIsRefused() {
    Ran ran = BuiltImage.run("dev/image", "--no-build", "--base", "registry.example.com/jre:25");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("has no digest").contains("NAME@sha256:");
  }

  private static List<String> texts(JsonNode array) {
    return array == null || array.isNull()
        ? List.of()
        : StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
