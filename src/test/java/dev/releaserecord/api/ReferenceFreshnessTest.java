package dev.releaserecord.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceFreshnessTest {

  @Test
  void theCheckedInPagesAreThoseOfTheJavaTypes() throws IOException {
    new GeneratedFiles(Path.of("docs/reference"), "docs.write").hold(ReferencePage.generate());
  }

  @Test
  void everyFieldHasADescription() {
    assertThat(ReferencePage.generate().values())
        .allSatisfy(page -> assertThat(page).doesNotContainPattern("(?m)\\|  \\|$"));
  }
}
