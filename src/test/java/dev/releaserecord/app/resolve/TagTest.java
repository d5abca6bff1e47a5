package dev.releaserecord.app.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.releaserecord.app.command.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be asked for. */
class TagTest {

  @Test
  void isAnImageWithATag() {
    Tag tag = Tag.parse("localhost:5000/g/users:1.4");
    assertThat(tag.image().repository()).isEqualTo("localhost:5000/g/users");
    assertThat(tag.tag()).isEqualTo("1.4");
    assertThat(tag).hasToString("localhost:5000/g/users:1.4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          users | names no tag; write users:latest if
          localhost:5000/users | names no tag
          users@IGEST_USERS__ | holds the placeholder @IGEST_USERS__
          Users:1 | is no image:
          users:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | names a digest already
          """)
  void allElseIsRefusedWithWhatToWrite(String text, String message) {
    assertThatThrownBy(() -> Tag.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"" + text + "\" " + message);
  }
}
