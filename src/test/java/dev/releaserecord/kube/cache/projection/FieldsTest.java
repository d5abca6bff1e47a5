package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FieldsTest {

  @Test
  void whatNobodySaidIsEmptyOrNull() {
    assertThat(Fields.text(null)).isEmpty();
    assertThat(Fields.word(null)).isEmpty();
    assertThat(Fields.message(null)).isEmpty();
    assertThat(Fields.instant(null)).isNull();
    assertThat(Fields.instant("")).isNull();
  }

  @Test
  void theEpochIsAMomentThatNeverWas() {
    assertThat(Fields.instant("1970-01-01T00:00:00Z")).isNull();
    assertThat(Fields.instant("0001-01-01T00:00:00Z")).isNull();
    assertThat(Fields.instant("not a time")).isNull();
    assertThat(Fields.instant("2026-11-21T11:10:33.404274Z"))
        .isEqualTo(Instant.parse("2026-11-21T11:10:33.404274Z"));
  }

  @Test
  void whatIsTooLongKeepsItsBeginningAndItsEnd() {
    String pull = "Back-off pulling image " + "x".repeat(2_000) + ": 401 Unauthorized";
    assertThat(Fields.message(pull))
        .hasSizeLessThanOrEqualTo(1_024)
        .hasSizeGreaterThan(1_000)
        .startsWith("Back-off pulling image x")
        .endsWith(": 401 Unauthorized");
    assertThat(Fields.cut("x".repeat(512), 512)).isEqualTo("x".repeat(512));
  }

  /** A half could not be written into a status. */
  @Test
  void aCharacterOfTwoIsNeverHalved() {
    for (String prefix : new String[] {"", "x"}) {
      String cut = Fields.cut(prefix + "😀".repeat(1_000), 512);
      assertThat(cut).hasSizeLessThanOrEqualTo(512);
      assertThat(cut.replace("😀", "")).isEqualTo(prefix + " … ");
    }
  }

  @Test
  void aWordIsThereOnce() {
    assertThat(Fields.word(new String("node-1"))).isSameAs(Fields.word(new String("node-1")));
  }
}
