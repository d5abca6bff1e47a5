package dev.releaserecord.kube.evidence;

import static dev.releaserecord.kube.evidence.RedactionTest.redaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** That every form of any value is hidden, whatever the value and wherever it stands. */
@Execution(ExecutionMode.CONCURRENT)
class RedactionPropertiesTest {

  private static final List<UnaryOperator<String>> FORMS =
      List.of(
          value -> value,
          value -> Base64.getEncoder().encodeToString(value.getBytes(UTF_8)),
          value -> Base64.getEncoder().withoutPadding().encodeToString(value.getBytes(UTF_8)),
          value -> Base64.getUrlEncoder().encodeToString(value.getBytes(UTF_8)),
          value -> URLEncoder.encode(value, UTF_8),
          value -> URLEncoder.encode(value, UTF_8).replace("+", "%20"),
          RedactionPropertiesTest::lowerEscapes,
          RedactionPropertiesTest::everyByteEscaped,
          value -> HexFormat.of().formatHex(value.getBytes(UTF_8)),
          value -> HexFormat.of().withUpperCase().formatHex(value.getBytes(UTF_8)),
          value -> json(value, false),
          value -> json(value, true),
          value -> json(json(value, false), false));

  @Test
  void hidesEveryFormOfAnyValueAnywhere() {
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      String value = value(random);
      String other = value(random);
      UnaryOperator<String> form = FORMS.get(seed % FORMS.size());
      String encoded = form.apply(value);
      String text = filler(random) + encoded + filler(random);
      String redacted = redaction(List.of(other, value)).of(text);
      assertThat(redacted)
          .as("seed %d", seed)
          .contains("[redacted]")
          .doesNotContain(encoded)
          .doesNotContain(value);
      assertThat(redacted.length()).as("seed %d", seed).isLessThan(text.length() + 20);
    }
  }

  @Test
  void hidesValuesWithinLargerBase64() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      String value = value(random);
      String before = "n".repeat(random.nextInt(9));
      String after = "m".repeat(random.nextInt(9));
      byte[] whole = (before + value + after).getBytes(UTF_8);
      Base64.Encoder encoder = seed % 2 == 0 ? Base64.getEncoder() : Base64.getUrlEncoder();
      String text =
          "x: " + (seed % 4 < 2 ? encoder : encoder.withoutPadding()).encodeToString(whole);
      String redacted = redaction(List.of(value)).of(text);
      assertThat(redacted).as("seed %d", seed).contains("[redacted]");
      String rest = redacted.replace("x: ", "").replace("[redacted]", "").replace("=", "");
      assertThat(rest.length())
          .as("seed %d", seed)
          .isLessThanOrEqualTo((before.length() + after.length()) * 4 / 3 + 2);
    }
  }

  @Test
  void hidesWrappedBase64() {
    byte[] value = new byte[400];
    new Random(1).nextBytes(value);
    String text = Base64.getMimeEncoder(76, "\n".getBytes(UTF_8)).encodeToString(value);
    String tail = text.substring(text.indexOf('\n') + 1);
    assertThat(new Redaction(List.of(value)).of(tail)).matches("(\\[redacted]\\n?)+");
  }

  @Test
  void copesWithLargeSecrets() {
    Random random = new Random(7);
    StringBuilder large = new StringBuilder();
    for (int i = 0; i < 15_000; i++) {
      large.append(value(random)).append(i).append('\n');
    }
    String last = large.toString().lines().toList().getLast();
    Redaction redaction = redaction(List.of(large.toString()));
    String filler = "some log line with words 200 OK\n".repeat(1000);
    assertThat(redaction.of(filler + last)).isEqualTo(filler + "[redacted]");
  }

  private static String lowerEscapes(String value) {
    return java.util.regex.Pattern.compile("%[0-9A-F]{2}")
        .matcher(URLEncoder.encode(value, UTF_8))
        .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
  }

  private static String everyByteEscaped(String value) {
    StringBuilder out = new StringBuilder();
    for (byte b : value.getBytes(UTF_8)) {
      out.append("%%%02X".formatted(b & 0xFF));
    }
    return out.toString();
  }

  private static String json(String value, boolean ascii) {
    StringBuilder out = new StringBuilder();
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (ascii && (c > 126 || "<>&'".indexOf(c) >= 0)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String value(Random random) {
    String alphabet = "abcXYZ019 -_.~!*'()+/=&?%#@:;,$\"\\<>{}[]|^`äß€😀";
    int[] points = alphabet.codePoints().toArray();
    StringBuilder value = new StringBuilder("v");
    int length = 6 + random.nextInt(30);
    while (value.length() < length) {
      value.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return value.append('e').toString();
  }

  private static String filler(Random random) {
    return List.of("", " ", "\n", "x=", "[", "\"", "line 1\nGET /x?q=", "200 ", "é")
        .get(random.nextInt(9));
  }
}
