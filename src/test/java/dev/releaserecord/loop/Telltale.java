package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The last words of a container that keeps nothing to itself: the value of its Secret in many
 * forms, and more that only its shape gives away.
 */
final class Telltale {

  /** Of the Secret; it does not look the same in a URL. */
  static final String VALUE = "pH7/cobalt&Tern=4";

  private static final String URL_PASSWORD = "urlPass81wren";
  private static final String BEARER = "bearerToken.of.a.Service-7781";
  private static final String KEYED = "keyedValue55heron";
  private static final String ACCESS_KEY = "AKIAQZ7TESTEXAMPLE4K";
  private static final String KEY_BLOCK = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj";

  private Telltale() {}

  private static String encoded() {
    return Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex() {
    return HexFormat.of().formatHex(VALUE.getBytes(StandardCharsets.UTF_8));
  }

  private static String inUrl() {
    return URLEncoder.encode(VALUE, StandardCharsets.UTF_8);
  }

  /** In double quotes of YAML; the kubelet puts the value of the Secret into it. */
  static String quoted() {
    return '"' + String.join("\\n", words()) + '"';
  }

  private static List<String> words() {
    return List.of(
        "first of the last lines",
        "plain $(PASSWORD) in the log",
        "base64 " + encoded(),
        "in a url " + inUrl(),
        "hex " + hex(),
        "Authorization: Bearer " + BEARER,
        "dial postgres://app:" + URL_PASSWORD + "@db:5432/users failed",
        "api_key=" + KEYED,
        "using " + ACCESS_KEY + " of the cloud",
        "-----BEGIN PRIVATE KEY-----",
        KEY_BLOCK,
        "-----END PRIVATE KEY-----",
        "panic: no way to go on");
  }

  static void assertNothingSecret(String text) {
    assertThat(text)
        .doesNotContain(VALUE, encoded(), inUrl(), hex())
        .doesNotContain("cobalt", "Tern", URL_PASSWORD, BEARER, KEYED, ACCESS_KEY, KEY_BLOCK);
  }
}
