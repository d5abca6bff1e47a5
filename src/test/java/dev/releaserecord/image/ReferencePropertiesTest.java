package dev.releaserecord.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any string at all. The seed is fixed: a failure comes back. */
@Execution(ExecutionMode.CONCURRENT)
class ReferencePropertiesTest {

  private static final int STRINGS = 100_000;
  private static final int LONG = 100_000;
  private static final Duration BOUND = Duration.ofSeconds(20);

  /** Pieces of references and of templates; random characters alone are hardly ever near one. */
  private static final List<String> PIECES =
      List.of(
          "users",
          "r.io",
          "docker.io",
          "library",
          "localhost",
          "REGISTRY",
          "/",
          "/",
          ":",
          ":",
          "@",
          "@",
          "sha256:",
          "0".repeat(64),
          "5000",
          "1.0",
          "__",
          "_",
          "-",
          ".",
          "$",
          "${",
          "}",
          "{{",
          "}}",
          "<",
          ">",
          "[",
          "]",
          "((",
          "))",
          "%",
          "#",
          "TAG",
          "IGEST_USERS__",
          "REPLACE_ME",
          "xxx",
          " ",
          "é",
          "\uD800",
          "\u0000",
          "`");

  @Test
  void anyStringHasAnAnswerWithinBounds() {
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          Random random = new Random(20251020);
          for (int i = 0; i < STRINGS; i++) {
            holds(i % 4 == 0 ? noise(random) : composed(random));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A",
        "_",
        "__",
        "__a",
        "-",
        ".",
        "/",
        ":",
        "@",
        "@@",
        "%",
        "%a",
        "$",
        "${",
        "$(",
        "{",
        "{}x",
        "#{}x",
        "<",
        "[",
        "[:",
        "a_",
        "A_",
        "A-",
        "a.",
        "sha256:",
        "sha256:a",
        "`",
        "(",
        "@a",
        "x"
      })
  void longStringsTakeTimeByTheirLengthAlone(String piece) {
    String image = piece.repeat(LONG / piece.length());
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> Stream.of(image, "r.io/a:" + image, "r.io/a@" + image + " ").forEach(this::holds));
  }

  private void holds(String image) {
    Placeholder.find(image)
        .ifPresent(found -> assertThat(image).contains(found.token()).isNotEmpty());
    switch (ImageReference.parse(image)) {
      case ParsedImage.Invalid(String reason) -> assertThat(reason).isNotBlank();
      case ParsedImage.Valid(ImageReference reference) -> {
        String rebuilt =
            reference.name()
                + reference.tag().map(tag -> ":" + tag).orElse("")
                + reference.digestText().map(digest -> "@" + digest).orElse("");
        assertThat(rebuilt).isEqualTo(image);
        assertThat(ImageReference.parse(reference.repository()).toOptional())
            .map(ImageReference::repository)
            .contains(reference.repository());
        assertThat(ImageReference.parse(reference.familiar()).toOptional())
            .map(ImageReference::repository)
            .contains(reference.repository());
      }
    }
  }

  private static String noise(Random random) {
    StringBuilder text = new StringBuilder();
    random.ints(random.nextInt(40), 1, 0x250).forEach(c -> text.append((char) c));
    return text.toString();
  }

  private static String composed(Random random) {
    StringBuilder text = new StringBuilder();
    random.ints(1 + random.nextInt(9), 0, PIECES.size()).forEach(i -> text.append(PIECES.get(i)));
    return text.toString();
  }
}
