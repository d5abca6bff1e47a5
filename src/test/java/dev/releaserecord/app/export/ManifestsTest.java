package dev.releaserecord.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The image of a container in what was applied. */
class ManifestsTest {

  private static final String POD =
      "{\"template\":{\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"a:1\"},{\"name\":\"none\"}],"
          + "\"initContainers\":[{\"name\":\"i\",\"image\":\"i:1\"}]}}}";

  @ParameterizedTest
  @CsvSource({"a, a:1", "i, i:1", "none, ''", "b, ''"})
  void isFoundInEveryKind(String container, String image) throws Exception {
    for (String spec : new String[] {POD, "{\"jobTemplate\":{\"spec\":" + POD + "}}"}) {
      assertThat(
              Manifests.image(new ObjectMapper().readTree("{\"spec\":" + spec + "}"), container)
                  .orElse(""))
          .isEqualTo(image);
    }
  }
}
