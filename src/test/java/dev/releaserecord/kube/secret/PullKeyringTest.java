package dev.releaserecord.kube.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.kube.secret.DockerConfig.Entry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of {@code pkg/credentialprovider/keyring_test.go}, and those that people meet. */
class PullKeyringTest {

  private static final Fingerprints FINGERPRINTS = Fingerprints.fresh();

  private static Secret secret(String type, String key, String text) {
    String value = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return new SecretBuilder().withType(type).withData(Map.of(key, value)).build();
  }

  private static PullKeyring keyring(String... configs) {
    List<Entry> entries = new ArrayList<>();
    for (String config : configs) {
      boolean legacy = !config.contains("auths");
      Secret secret =
          legacy
              ? secret("kubernetes.io/dockercfg", ".dockercfg", config)
              : secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson", config);
      entries.addAll(((DockerConfig.Usable) DockerConfig.of(secret)).entries());
    }
    return new PullKeyring(entries, FINGERPRINTS);
  }

  private static List<String> tried(PullKeyring keyring, String image) {
    return keyring.forImage(ImageReference.parse(image).toOptional().orElseThrow()).stream()
        .map(login -> login.username() + ":" + login.password())
        .toList();
  }

  private static String login(String user) {
    return "{\"username\": \"" + user + "\", \"password\": \"p\"}";
  }

  @ParameterizedTest
  @CsvSource({
    "hello.kubernetes.io, hello.kubernetes.io/foo/bar, true",
    "hello.*.io, hello.kubernetes.io/foo/bar, true",
    "*.kubernetes.io, hello.kubernetes.io/foo/bar, true",
    "*.*.io, hello.kubernetes.io/foo/bar, true",
    "*.kubernetes.io, kubernetes.io/foo/bar, false",
    "*.io, hello.kubernetes.io/foo/bar, false",
    "h*llo.k?bernetes.io, hello.kubernetes.io/foo, true",
    "*-docker.pkg.dev, us-docker.pkg.dev/team/app, true",
    "*-docker.pkg.dev, us-docker-x.pkg.dev/team/app, false",
    "h*l*o*o.kubernetes.io, hello.kubernetes.io/foo, false",
    "hello.kubernetes.io/foo, hello.kubernetes.io/foo/bar, true",
    "hello.kubernetes.io/foo/baz, hello.kubernetes.io/foo/bar, false",
    "hello.kubernetes.io:8080, hello.kubernetes.io:8080/foo, true",
    "hello.kubernetes.io:8080, hello.kubernetes.io/foo, false",
    "*.kubernetes.io:8080, hello.kubernetes.io:8080/foo, true",
    "hello.kubernetes.io:80*, hello.kubernetes.io:8080/foo, false",
    "https://hello.kubernetes.io, hello.kubernetes.io/foo, true",
    "http://hello.kubernetes.io, hello.kubernetes.io/foo, true",
    "https://hello.kubernetes.io/v1/, hello.kubernetes.io/foo, true",
    "https://hello.kubernetes.io/v2/foo, hello.kubernetes.io/foo/bar, true",
    "https://index.docker.io/v1/, mysql, true",
    "https://index.docker.io/v1/, docker.io/team/app, true",
    "https://index.docker.io/v1/, index.docker.io/team/app, true",
    "https://index.docker.io/v1/, gcr.io/team/app, false",
    "docker.io, team/app, true",
    "registry-1.docker.io, team/app, false",
  })
  void aPlaceMatches(String place, String image, boolean matches) {
    PullKeyring keyring = keyring("{\"auths\": {\"" + place + "\": " + login("u") + "}}");
    assertThat(tried(keyring, image)).isEqualTo(matches ? List.of("u:p") : List.of());
  }

  @Test
  void theLongestGoesFirstAndAllThatMatchAreTried() {
    PullKeyring keyring =
        keyring(
            "{\"auths\": {\"r.io\": "
                + login("host")
                + ", \"r.io/team/app\": "
                + login("app")
                + ", \"r.io/team\": "
                + login("team")
                + ", \"q.io\": "
                + login("other")
                + "}}");
    assertThat(tried(keyring, "r.io/team/app")).containsExactly("app:p", "team:p", "host:p");
    assertThat(tried(keyring, "r.io/team/web")).containsExactly("team:p", "host:p");
    assertThat(tried(keyring, "r.io/x")).containsExactly("host:p");
    assertThat(tried(keyring, "elsewhere.io/x")).isEmpty();
  }

  @Test
  void severalSecretsAreOneRingInTheirOrderAndNoneIsTriedTwice() {
    PullKeyring keyring =
        keyring(
            "{\"auths\": {\"r.io\": " + login("first") + "}}",
            "{\"r.io\": " + login("legacy") + ", \"https://r.io/v1/\": " + login("first") + "}");
    assertThat(tried(keyring, "r.io/x")).containsExactly("first:p", "legacy:p");
  }

  @Test
  void dockerHubsOwnKeyIsForWhatNothingElseMatches() {
    PullKeyring keyring =
        keyring(
            "{\"auths\": {\"https://index.docker.io/v1/\": "
                + login("hub")
                + ", \"docker.io/team\": "
                + login("team")
                + "}}");
    assertThat(tried(keyring, "team/app")).containsExactly("team:p");
    assertThat(tried(keyring, "mysql")).containsExactly("hub:p");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"auth\": \"dTpw\"} | u:p",
        "{\"auth\": \"dTpwOnE=\"} | u:p:q",
        "{\"auth\": \"dTpw\", \"username\": \"x\", \"password\": \"y\"} | u:p",
        "{\"username\": \"x\", \"password\": \"y\"} | x:y",
        "{\"username\": \"x\", \"password\": \"y\", \"auth\": \"\"} | x:y",
        "{\"username\": \"x\"} | -",
        "{\"auth\": \"dTo=\"} | -",
      })
  void anEntryIsReadAsForAKubelet(String entry, @Nullable String expected) {
    PullKeyring keyring = keyring("{\"auths\": {\"r.io\": " + entry + "}}");
    assertThat(tried(keyring, "r.io/x"))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void nothingPrintsWhatItHolds() {
    PullKeyring keyring = keyring("{\"auths\": {\"r.io\": " + login("u5er") + "}}");
    Login login =
        keyring.forImage(ImageReference.parse("r.io/x").toOptional().orElseThrow()).getFirst();
    assertThat(keyring + " " + login + " " + new PullKeyrings.Opened.Ready(keyring))
        .doesNotContain("u5er")
        .doesNotContain("password");
  }
}
