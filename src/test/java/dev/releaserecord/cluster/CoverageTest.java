package dev.releaserecord.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.cluster.Selection.Nowhere;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTest {

  @TempDir Path folder;

  @Test
  void saysWhatRanWhereAndWhatDidNot() {
    Coverage coverage = new Coverage();
    coverage.covered(String.class, Flavour.PROCESSES);
    coverage.covered(Integer.class, Flavour.PROCESSES);
    coverage.covered(Long.class, Flavour.NODE);
    coverage.notCovered(Void.class, new Nowhere(Flavour.NODE, "the flavour node needs root"));
    coverage.notCovered(Short.class, new Nowhere(Flavour.PROCESSES, "there is no Go"));

    assertThat(coverage.summary())
        .isEqualTo(
            """
            Integration tests ran on: processes (2 classes), node (1 class)
            not covered here: java.lang.Short (there is no Go)
            not covered here: java.lang.Void (the flavour node needs root)\
            """);
    Path file = folder.resolve("new/coverage.txt");
    coverage.write(file);
    assertThat(file)
        .hasContent(
            """
            covered processes java.lang.Integer
            covered node java.lang.Long
            covered processes java.lang.String
            not-covered processes java.lang.Short (there is no Go)
            not-covered node java.lang.Void (the flavour node needs root)
            """);
  }

  @Test
  void aRunOfNothingSaysSo() {
    assertThat(new Coverage().summary()).isEqualTo("Integration tests ran on: nothing");
  }
}
