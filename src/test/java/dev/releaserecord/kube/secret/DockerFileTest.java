package dev.releaserecord.kube.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins of a person's machine. */
class DockerFileTest {

  private static String auth(String user) {
    return Base64.getEncoder().encodeToString((user + ":p:w").getBytes(StandardCharsets.UTF_8));
  }

  private static DockerFile file(String text) {
    return DockerFile.parse(text).orElseThrow();
  }

  private static ImageReference image(String text) {
    return ImageReference.parse(text).toOptional().orElseThrow();
  }

  @Test
  void aLoginIsFoundByItsRegistry() {
    DockerFile file =
        file(
            """
            {"auths": {"r.io": {"auth": "%s"}, "https://index.docker.io/v1/": {"auth": "%s"},
             "empty.io": {}}, "HttpHeaders": {"X": "Y"}}
            """
                .formatted(auth("alice"), auth("hub")));
    assertThat(file.logins(image("r.io/g/users")))
        .extracting(Login::username)
        .containsExactly("alice");
    assertThat(file.logins(image("r.io/g/users")))
        .extracting(Login::password)
        .containsExactly("p:w");
    assertThat(file.logins(image("redis"))).extracting(Login::username).containsExactly("hub");
    assertThat(file.logins(image("empty.io/x"))).isEmpty();
    assertThat(file.logins(image("q.io/x"))).isEmpty();
    assertThat(file.helper(image("q.io/x"))).isEmpty();
    assertThat(file).hasToString("a docker configuration");
  }

  @Test
  void whoKeepsLoginsElsewhereIsNamed() {
    DockerFile file =
        file("{\"credHelpers\": {\"1.ecr.aws\": \"ecr-login\"}, \"credsStore\": \"desktop\"}");
    assertThat(file.helper(image("1.ecr.aws/gobee/users"))).hasValue("ecr-login");
    assertThat(file.helper(image("redis"))).hasValue("desktop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{", "{\"auths\": 1}", "{\"auths\": {\"r.io\": {\"auth\": \"!!!\"}}}"})
  void whatIsNoSuchFileIsNone(String text) {
    assertThat(DockerFile.parse(text)).isEmpty();
  }
}
