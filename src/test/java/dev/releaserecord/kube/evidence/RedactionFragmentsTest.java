package dev.releaserecord.kube.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That nothing of a value is left, also where the text begins or ends within it: no six characters
 * of it in a row, in whatever form it stands there.
 */
@Execution(ExecutionMode.CONCURRENT)
class RedactionFragmentsTest {

  private static final int FRAGMENT = 6;

  /** As many bits. */
  private static final int BASE64_FRAGMENT = 8;

  /** No form of a value has any of these. */
  private static final String NOISE = "| |\t|";

  record Form(String name, UnaryOperator<String> of) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Form> forms() {
    return Stream.of(
        new Form("plain", value -> value),
        new Form("quoted", RedactionFragmentsTest::json),
        new Form("quoted twice", value -> json(json(value))),
        new Form("URL", value -> URLEncoder.encode(value, UTF_8)),
        new Form("URL in URL", value -> URLEncoder.encode(URLEncoder.encode(value, UTF_8), UTF_8)),
        new Form("quoted in URL", value -> URLEncoder.encode(json(value), UTF_8)),
        new Form("HTML", value -> value.replace("&", "&amp;").replace("<", "&lt;")),
        new Form("hex", RedactionFragmentsTest::hex),
        new Form("HEX", value -> hex(value).toUpperCase(Locale.ROOT)),
        new Form("base64", RedactionFragmentsTest::base64),
        new Form("unpadded", value -> base64(value).replace("=", "")),
        new Form("URL-safe", value -> Base64.getUrlEncoder().encodeToString(value.getBytes(UTF_8))),
        new Form("base64 in URL", value -> URLEncoder.encode(base64(value), UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void nothingIsLeftWhereverTheTextIsCut(Form form) {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      String value = value(random, 8 + random.nextInt(40));
      String encoded = form.of().apply(value);
      int cut = random.nextInt(encoded.length() - FRAGMENT);
      Redaction redaction = redaction(value(random, 20), value);
      String end = encoded.substring(cut);
      String start = encoded.substring(0, encoded.length() - cut);
      for (String text : List.of(NOISE + encoded + NOISE, end + NOISE, NOISE + start)) {
        for (View view : View.of(redaction.of(text))) {
          none(value, FRAGMENT, view.text(), seed);
          none(hex(value), FRAGMENT, view.text().toLowerCase(Locale.ROOT), seed);
          none(base64(value).replace("=", ""), BASE64_FRAGMENT, view.text(), seed);
        }
      }
    }
  }

  @Test
  void nothingIsLeftInLinesOfLargerBase64() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      String value = value(random, 8 + random.nextInt(120));
      String before = "n".repeat(random.nextInt(90));
      String all = before + value + "m".repeat(random.nextInt(90));
      String wrapped =
          Base64.getMimeEncoder(seed % 2 == 0 ? 64 : 76, "\n".getBytes(UTF_8))
              .encodeToString(all.getBytes(UTF_8));
      int first = (before.length() * 8 + 5) / 6;
      int last = (before.length() + value.length()) * 8 / 6;
      String encoded = base64(all).substring(first, last);
      String redacted = redaction(value).of(NOISE + wrapped + NOISE).replace("\n", "");
      none(encoded, FRAGMENT, redacted, seed);
    }
  }

  @Test
  void nothingIsLeftOfWhatAValueEncodes() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      String inner = value(random, 8 + random.nextInt(60));
      String outer =
          seed % 3 == 0 ? hex(inner) : seed % 3 == 1 ? base64(inner) : base64(base64(inner));
      none(inner, FRAGMENT, redaction(outer).of(NOISE + inner + NOISE), seed);
      String encoded = base64(inner);
      none(encoded, BASE64_FRAGMENT, redaction(outer).of(NOISE + encoded + NOISE), seed);
    }
  }

  record Row(List<String> values, String text, String expected) {}

  static Stream<Row> rows() {
    return Stream.of(
        row("using swordfish9 now", "using [redacted] now", "A=b\nDB_PASS_PROD=swordfish9\n"),
        row("using swordfish9 now", "using [redacted] now", "db:\n  password: swordfish9\n"),
        row("as p@ssw/ord", "as [redacted]", "p%40ssw%2Ford"),
        row("k ABEiM0RVZneImaq7zN3u/w==", "k [redacted]", "00112233445566778899aabbccddeeff"),
        row("ry-Value-0123 refused", "[redacted] refused", "S3cr3t-Canary-Value-0123"),
        row("{\"m\":\"a\\nAKIAIOSFODNN7EXAMPLE\"}", "{\"m\":\"a\\n[redacted]\"}"),
        row(
            "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "[redacted]:[redacted]"),
        row("app:pa/ss@w:0rd@tcp(db:3306)/x", "app:[redacted]@tcp(db:3306)/x"),
        row("jdbc:oracle:thin:scott/tiger9@//db:1/x", "jdbc:oracle:thin:scott/[redacted]@//db:1/x"),
        row("\"u\":\"amqp:\\/\\/app:fish@mq\"", "\"u\":\"amqp:\\/\\/app:[redacted]@mq\""),
        row("to=amqp%3A%2F%2Fapp%3Afish9%40mq", "to=amqp%3A%2F%2Fapp%3A[redacted]%40mq"),
        row("<db><password>fish9</password></db>", "<db><password>[redacted]</password></db>"),
        row("TOKEN_GITHUB=fish9 A=b", "TOKEN_GITHUB=[redacted] A=b"),
        row("DB_PASSWORD_FILE=/run/db", "DB_PASSWORD_FILE=/run/db"),
        row("password=ab&cd;ef\"gh rest", "password=[redacted] rest"),
        row("?token=ab&user=x", "?token=[redacted]&user=x"),
        row("header Basic Ym9iOnN3b3JkZmlzaDk=", "header Basic [redacted]"),
        row("Basic authentication failed", "Basic authentication failed"),
        row("authorization: permission denied", "authorization: permission denied"),
        row("desc = authorization: token missing", "desc = authorization: token missing"),
        row("Authorization: fish9", "Authorization: [redacted]"),
        row("cookie: expired", "cookie: expired"),
        row("(using password: YES)", "(using password: YES)"),
        row("arn:aws:s:eu:123456789012:secret:users", "arn:aws:s:eu:123456789012:secret:users"),
        row("whsec_abcdefghijklmnopqrstuvwxyz01", "[redacted]"),
        row("eyJhbGciOi.OKOawD.48V1_A.5eym8T.XFBoMY", "[redacted]"),
        row(
            "1 I abcdEFGHijkl01\n2 I qrstUVWXyz01\n3 I -----END RSA PRIVATE KEY-----\nok",
            "1 I [redacted]\n2 I [redacted]\n3 I [redacted]\nok"),
        row(
            "1 I -----BEGIN RSA PRIVATE KEY-----\n2 I abcdEFGHijkl01\n3 I exit 1",
            "1 I [redacted]\n2 I [redacted]\n3 I exit 1"),
        row(
            "k=-----BEGIN+PRIVATE+KEY-----%0AMIIEabcd%0A-----END+PRIVATE+KEY-----&x=1",
            "k=[redacted]&x=1"));
  }

  private static Row row(String text, String expected, String... values) {
    return new Row(List.of(values), text, expected);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void tellsSecretsFromTheRest(Row row) {
    assertThat(redaction(row.values().toArray(String[]::new)).of(row.text()))
        .isEqualTo(row.expected());
  }

  private static void none(String form, int fragment, String redacted, int seed) {
    for (int from = 0; from + fragment <= form.length(); from++) {
      assertThat(redacted)
          .as("seed %d", seed)
          .doesNotContain(form.substring(from, from + fragment));
    }
  }

  private static Redaction redaction(String... values) {
    return new Redaction(Arrays.stream(values).map(value -> value.getBytes(UTF_8)).toList());
  }

  private static String value(Random random, int length) {
    String alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!&<\"\\/+";
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < length; i++) {
      value.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return value.toString();
  }

  private static String json(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String hex(String value) {
    return HexFormat.of().formatHex(value.getBytes(UTF_8));
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
  }
}
