package dev.releaserecord.kube.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.secret.fact.PullCredentials;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {

  private static final String JSON = "kubernetes.io/dockerconfigjson";
  private static final String LOGIN = "{\"username\": \"u\", \"password\": \"p\"}";

  private static Secret secret(String type, String key, String text) {
    String value = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return new SecretBuilder().withType(type).withData(Map.of(key, value)).build();
  }

  private static PullCredentials of(String type, String key, String text, String image) {
    return Keyring.of(secret(type, key, text)).forImages(Set.of(image));
  }

  private static PullCredentials json(String auths, String image) {
    return of(JSON, ".dockerconfigjson", "{\"auths\": " + auths + "}", image);
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io, ghcr.io/a/b, true",
    "ghcr.io, ghcr.io/a/b@sha256:0000000000000000000000000000000000000000000000000000000000000000,"
        + " true",
    "https://ghcr.io, ghcr.io/a/b:1, true",
    "https://ghcr.io/v2/, ghcr.io/a/b, true",
    "ghcr.io/a, ghcr.io/a/b, true",
    "ghcr.io/a, ghcr.io/ab/c, true",
    "ghcr.io/a/, ghcr.io/ab/c, false",
    "ghcr.io/c, ghcr.io/a/b, false",
    "quay.io, ghcr.io/a/b, false",
    "ghcr.io:443, ghcr.io/a/b, false",
    "registry.internal:5000, registry.internal:5000/app, true",
    "registry.internal, registry.internal:5000/app, false",
    "*.dkr.ecr.us-west-2.amazonaws.com, 1234.dkr.ecr.us-west-2.amazonaws.com/gobee/users, true",
    "1?34.dkr.ecr.us-west-2.amazonaws.com, 1234.dkr.ecr.us-west-2.amazonaws.com/gobee, true",
    "*.amazonaws.com, 1234.dkr.ecr.us-west-2.amazonaws.com/gobee/users, false",
    "https://index.docker.io/v1/, nginx, true",
    "https://index.docker.io/v1/, docker.io/library/nginx, true",
    "docker.io, nginx:1, true",
    "docker.io/library, nginx, true",
    "https://index.docker.io/v1/, quay.io/nginx, false",
  })
  void aPlaceCoversImagesAsForAKubelet(String place, String image, boolean covered) {
    assertThat(json("{\"" + place + "\": " + LOGIN + "}", image))
        .isEqualTo(new PullCredentials.For(covered ? Set.of(image) : Set.of()));
  }

  /** Docker Desktop keeps the credentials elsewhere and leaves empty entries. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"auth\": \"\"}",
        "{\"auth\": \"dTo=\", \"identitytoken\": \"x\"}",
        "{\"username\": \"u\"}"
      })
  void anEntryWithoutCredentialsCoversNothing(String entry) {
    assertThat(json("{\"ghcr.io\": " + entry + "}", "ghcr.io/a"))
        .isEqualTo(new PullCredentials.For(Set.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dTpw", "dTpwcA==", "dTpwcA", "dTpw\\ncHBw"})
  void credentialsInOne(String auth) {
    assertThat(json("{\"ghcr.io\": {\"auth\": \"" + auth + "\"}}", "ghcr.io/a"))
        .isEqualTo(new PullCredentials.For(Set.of("ghcr.io/a")));
  }

  /** One of them ends every pull of the pod. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ghcr.io\": {\"auth\": \"no colon\"}}",
        "{\"ghcr.io\": {\"auth\": \"bm90aGluZw==\"}}",
        "{\"ghcr.io\": {\"auth\": 1}}",
        "{\"ghcr.io\": \"u:p\"}",
        "[]",
        "{"
      })
  void whatAKubeletCannotRead(String auths) {
    assertThat(json(auths, "ghcr.io/a")).isEqualTo(new PullCredentials.Broken());
  }

  @Test
  void theOldFormHasNoAuths() {
    String config = "{\"ghcr.io\": " + LOGIN + "}";

    assertThat(of("kubernetes.io/dockercfg", ".dockercfg", config, "ghcr.io/a"))
        .isEqualTo(new PullCredentials.For(Set.of("ghcr.io/a")));
  }

  @Test
  void anotherTypeOrKeyIsPassedOver() {
    String config = "{\"auths\": {\"ghcr.io\": " + LOGIN + "}}";

    assertThat(of("Opaque", ".dockerconfigjson", config, "ghcr.io/a"))
        .isEqualTo(new PullCredentials.None());
    assertThat(of(JSON, "config.json", config, "ghcr.io/a")).isEqualTo(new PullCredentials.None());
    assertThat(of(JSON, ".dockerconfigjson", "", "ghcr.io/a"))
        .isEqualTo(new PullCredentials.None());
    assertThat(Keyring.of(new Secret()).forImages(Set.of("ghcr.io/a")))
        .isEqualTo(new PullCredentials.None());
  }
}
