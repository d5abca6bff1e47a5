package dev.releaserecord;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Spotless formats, but its Java step needs a JVM of 21 or newer and Maven may run on 17; this test
 * runs in the JDK that the toolchain found and holds the same formatter against the tree. It needs
 * no cluster, but more time than a unit test may take.
 */
class FormattingIT {

  @Test
  void everySourceFileIsFormatted() throws IOException, FormatterException {
    Formatter formatter = new Formatter();
    List<String> unformatted = new ArrayList<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      if (!formatter.formatSourceAndFixImports(text).equals(text)) {
        unformatted.add(file.toString());
      }
    }
    assertThat(unformatted)
        .as("run `./mvnw spotless:apply` with JAVA_HOME set to a JDK of 21 or newer")
        .isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
