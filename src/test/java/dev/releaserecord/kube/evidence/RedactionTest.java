package dev.releaserecord.kube.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is hidden of a text, and what is not, by example. */
class RedactionTest {

  private static final String JWT =
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

  private static final String KEY_LINE =
      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

  /** Of the Secrets that the table's pod refers to. */
  private static final List<String> VALUES =
      List.of(
          "hunter2secret",
          "p@ss/w rd+1&x",
          "five5",
          "first-line-of-it\nsecond-line-of-it\nxy\n",
          "longer-hunter2secret-longer",
          "pässwörd€",
          "trailing-newline\n",
          "quote\"back\\slash",
          "postgres://app:inner-pa55@db.example:5432/app",
          "{\"auths\":{\"r.example\":{\"username\":\"u\",\"password\":\"docker-pa55\"}}}");

  record Row(String text, String expected) {}

  static Stream<Row> known() {
    return Stream.of(
        new Row("login with hunter2secret failed", "login with [redacted] failed"),
        new Row("xhunter2secrety", "x[redacted]y"),
        new Row("hunter2secrethunter2secret", "[redacted]"),
        new Row("longer-hunter2secret-longer!", "[redacted]!"),
        new Row("{\"msg\":\"quote\\\"back\\\\slash\"}", "{\"msg\":\"[redacted]\"}"),
        new Row(
            "{\"m\":\"{\\\"n\\\":\\\"quote\\\\\\\"back\\\\\\\\slash\\\"}\"}",
            "{\"m\":\"{\\\"n\\\":\\\"[redacted]\\\"}\"}"),
        new Row("{\"m\":\"p@ss\\/w rd+1\\u0026x\"}", "{\"m\":\"[redacted]\"}"),
        new Row("m=p\\u00e4ssw\\u00f6rd\\u20ac.", "m=[redacted]."),
        new Row("b64 aHVudGVyMnNlY3JldA== end", "b64 [redacted] end"),
        new Row("b64 aHVudGVyMnNlY3JldA end", "b64 [redacted] end"),
        new Row("GET /x?p=p%40ss%2Fw+rd%2B1%26x HTTP/1.1", "GET /x?p=[redacted] HTTP/1.1"),
        new Row("GET /x?p=p%40ss%2fw%20rd%2b1%26x 200", "GET /x?p=[redacted] 200"),
        new Row("GET /x?p=p@ss%2Fw%20rd%2B1&x 200", "GET /x?p=[redacted] 200"),
        new Row("p%C3%A4ssw%c3%b6rd%E2%82%AC", "[redacted]"),
        new Row("pässwörd€ ü", "[redacted] ü"),
        new Row("hex 68756e74657232736563726574.", "hex [redacted]."),
        new Row("hex 68756E74657232736563726574.", "hex [redacted]."),
        new Row("a second-line-of-it b", "a [redacted] b"),
        new Row("a first-line-of-it\nsecond-line-of-it b", "a [redacted]\n[redacted] b"),
        new Row("a first-line-of-it\\nsecond-line-of-it b", "a [redacted]\\n[redacted] b"),
        new Row("xy five5 stay", "xy five5 stay"),
        new Row("it is trailing-newline.", "it is [redacted]."),
        new Row("cut off hunter2se", "cut off [redacted]"),
        new Row("user app with inner-pa55", "user app with [redacted]"),
        new Row("registry said docker-pa55", "registry said [redacted]"),
        new Row("connect db.example:5432 refused", "connect db.example:5432 refused"));
  }

  @ParameterizedTest
  @MethodSource("known")
  void hidesWhatTheSecretsHold(Row row) {
    assertThat(redaction(VALUES).of(row.text())).isEqualTo(row.expected());
  }

  static Stream<Row> shapes() {
    return Stream.of(
        new Row("postgres://u:s3cr3t@db:5432/x?a=b", "postgres://u:[redacted]@db:5432/x?a=b"),
        new Row("redis://:p@ss/wd@cache:6379", "redis://:[redacted]@cache:6379"),
        new Row("https://u:pw@npm.example/@scope/p", "https://u:[redacted]@npm.example/@scope/p"),
        new Row(
            "\"amqp://u:pw@mq\", \"http://x:80/@y\"",
            "\"amqp://u:[redacted]@mq\", \"http://x:80/@y\""),
        new Row("a://u:one@h,b://v:two@i", "a://u:[redacted]@h,b://v:[redacted]@i"),
        new Row("https://0123456789abcdef0123@git.example/r", "https://[redacted]@git.example/r"),
        new Row("https://alice@git.example/r", "https://alice@git.example/r"),
        new Row("app:s3cr3t@tcp(db:3306)/app", "app:[redacted]@tcp(db:3306)/app"),
        new Row("> Authorization: Basic dTpw", "> Authorization: Basic [redacted]"),
        new Row(
            "{Authorization=[Bearer abc.def], Host=[x]}",
            "{Authorization=[Bearer [redacted]], Host=[x]}"),
        new Row(
            "\"authorization\":\"Token abc\",\"a\":1",
            "\"authorization\":\"Token [redacted]\",\"a\":1"),
        new Row("Cookie: sid=abc; theme=dark", "Cookie: [redacted]"),
        new Row("sent bearer abc123def456 to x", "sent bearer [redacted] to x"),
        new Row("Bearer authentication required", "Bearer authentication required"),
        new Row("DB_PASSWORD=hunter2 PORT=5432", "DB_PASSWORD=[redacted] PORT=5432"),
        new Row("db.password: hunter2", "db.password: [redacted]"),
        new Row(
            "{\"clientSecret\": \"a\\\"b\", \"port\": 1}",
            "{\"clientSecret\": \"[redacted]\", \"port\": 1}"),
        new Row(
            "\"{\\\"apiKey\\\":\\\"abc\\\",\\\"n\\\":1}\"",
            "\"{\\\"apiKey\\\":\\\"[redacted]\\\",\\\"n\\\":1}\""),
        new Row("Server=db;Password=a,b;Port=1", "Server=db;Password=[redacted];Port=1"),
        new Row("Config(token=abc, host=db)", "Config(token=[redacted], host=db)"),
        new Row("{api_key=abc,host=db}", "{api_key=[redacted],host=db}"),
        new Row("GET /x?access_token=abc&y=1 404", "GET /x?access_token=[redacted]&y=1 404"),
        new Row("run --db-password hunter2 --port 80", "run --db-password [redacted] --port 80"),
        new Row("'secret' => 'abc'", "'secret' => '[redacted]'"),
        new Row("key AKIAIOSFODNN7EXAMPLE used", "key [redacted] used"),
        new Row("ghp_0123456789abcdefghijABCDEFGHIJ012345", "[redacted]"),
        new Row("github_pat_0123456789abcdefghij_x", "[redacted]"),
        new Row("xoxb-123456789012-abcdefghij", "[redacted]"),
        new Row(
            "https://hooks.slack.com/services/T000/B000/XXXX",
            "https://hooks.slack.com/services/[redacted]"),
        new Row("AIzaSyA1234567890abcdefghijklmnopqrstuv", "[redacted]"),
        new Row("jwt " + JWT + ".", "jwt [redacted]."),
        new Row(
            "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nok",
            "[redacted]\nok"),
        new Row(
            "k: -----BEGIN PRIVATE KEY-----\nabcd\nefgh\n\tat a.B(C.java:1)",
            "k: [redacted]\n\tat a.B(C.java:1)"),
        new Row("abcd\nefgh=\n-----END PRIVATE KEY-----\nok", "[redacted]\nok"),
        new Row("x\n" + KEY_LINE + "\ny", "x\n[redacted]\ny"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void hidesWhatLooksLikeASecret(Row row) {
    assertThat(redaction(List.of()).of(row.text())).isEqualTo(row.expected());
  }

  static Stream<String> readable() {
    return Stream.of(
        "java.net.ConnectException: Connection refused: db.example:5432",
        "\tat dev.releaserecord.kube.Clients$1.run(Clients.java:42) ~[app.jar:1.2.3]",
        "Caused by: java.sql.SQLException: FATAL: password authentication failed for user \"app\"",
        "HTTP/1.1 503 Service Unavailable from https://users.example:8443/health?verbose=1",
        "SyntaxError: Unexpected token: }",
        "Unrecognized token 'abc': was expecting JSON",
        "MountVolume.SetUp failed for volume \"x\" : secret \"users-rds\" not found",
        "password: must not be blank",
        "\"password\": null",
        "image users@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "max_tokens: 100, timeout=5s, retries=3",
        "C:\\temp\\new\\file.txt 100% done",
        "Zeile mit Umlauten: äöü €, 2026-11-23T10:45:00Z",
        "");
  }

  @ParameterizedTest
  @MethodSource("readable")
  void leavesTheRestAsItIs(String text) {
    assertThat(redaction(VALUES).of(text)).isEqualTo(text);
  }

  @Test
  void takesTimeInProportionToTheText() {
    for (String part :
        List.of(
            "a",
            "eyJ",
            "://",
            ":",
            "a:",
            "password",
            "password=\\",
            "\\",
            "\"",
            "%41",
            "-----BEGIN ",
            "bearer ",
            "MII/",
            " ",
            "token:\"\\\\",
            "-----END PRIVATE KEY-----",
            "AKIA",
            "@",
            ",a=",
            "\n",
            "hunter2secre",
            "cookie:",
            "-----BEGIN PRIVATE KEY-----")) {
      String text = part.repeat(32 * 1024 / part.length());
      Redaction redaction = redaction(VALUES);
      org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(3), () -> redaction.of(text), part);
    }
  }

  static Redaction redaction(List<String> values) {
    List<byte[]> bytes = new ArrayList<>();
    values.forEach(value -> bytes.add(value.getBytes(UTF_8)));
    return new Redaction(bytes);
  }
}
