package dev.releaserecord.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CrdFreshnessTest {

  @Test
  void theCheckedInCrdsAreThoseOfTheJavaTypes() throws IOException {
    new GeneratedFiles(Path.of("crds"), "crds.write").hold(Crds.generate());
  }

  @Test
  void generatingTwiceGivesTheSameBytes() {
    assertThat(Crds.generate()).isEqualTo(Crds.generate());
  }
}
