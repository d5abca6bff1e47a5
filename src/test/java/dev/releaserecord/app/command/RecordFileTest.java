package dev.releaserecord.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.releaserecord.app.command.RecordFile.Written;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which records a file holds. */
class RecordFileTest {

  private static final String RECORD =
      "{apiVersion: releaserecord.dev/v1, kind: ReleaseRecord, metadata: {name: %s%s}, spec: {}}\n";

  private static List<Written> read(String text) {
    return RecordFile.read("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void recordsAreFoundAmongOthers() {
    String text =
        "kind: ConfigMap\napiVersion: v1\n---\n"
            + RECORD.formatted("one", "")
            + "---\n"
            + RECORD.formatted("two", ", namespace: gobee")
            + "---\n---\n"
            + "kind: List\napiVersion: v1\nitems: ["
            + RECORD.formatted("three", "").strip()
            + "]\n---\n"
            + "{apiVersion: example.com/v1, kind: ReleaseRecord, metadata: {name: other}}\n";
    assertThat(read(text)).extracting(Written::name).containsExactly("one", "two", "three");
    assertThat(read(text)).extracting(Written::namespace).containsExactly(null, "gobee", null);
    assertThat(
            read(
                "{\"apiVersion\":\"releaserecord.dev/v1\",\"kind\":\"ReleaseRecord\","
                    + "\"metadata\":{\"name\":\"json\"}}"))
        .extracting(Written::name)
        .containsExactly("json");
  }

  @Test
  void whatHoldsNoneIsToldSo() {
    assertRefused("kind: ConfigMap\n", "standard input holds no ReleaseRecord");
    assertRefused("", "holds no ReleaseRecord");
    assertRefused("a: [\n", "neither YAML nor JSON");
    assertRefused(
        "{apiVersion: releaserecord.dev/v1, kind: ReleaseRecord, metadata: {}}", "metadata.name");
    assertThatThrownBy(() -> RecordFile.read("/nowhere", new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("/nowhere cannot be read");
  }

  private static void assertRefused(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(why)
        .message()
        .hasLineCount(1);
  }
}
