package dev.releaserecord.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final Digest DIGEST = new Digest("sha256:" + HEX);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx, nginx, nginx",
    "nginx:1.27, docker.io/library/nginx, nginx, nginx",
    "library/nginx, docker.io/library/nginx, nginx, nginx",
    "docker.io/nginx, docker.io/library/nginx, nginx, nginx",
    "docker.io/localhost/x, docker.io/localhost/x, docker.io/localhost/x, x",
    "index.docker.io/library/nginx, docker.io/library/nginx, nginx, nginx",
    "itsdevin/server, docker.io/itsdevin/server, itsdevin/server, server",
    "library/a/b, docker.io/library/a/b, library/a/b, b",
    "localhost/x, localhost/x, localhost/x, x",
    "registry:5000/a/b:1, registry:5000/a/b, registry:5000/a/b, b",
    "ecr.aws/gobee/core/users:1, ecr.aws/gobee/core/users, ecr.aws/gobee/core/users, users",
    "[::1]:5000/app, [::1]:5000/app, [::1]:5000/app, app",
    "my_host.io/app, my_host.io/app, my_host.io/app, app",
  })
  void namesOneRepositoryHoweverItIsWritten(
      String image, String repository, String familiar, String last) {
    ImageReference reference = valid(image);
    assertThat(reference.repository()).isEqualTo(repository);
    assertThat(reference.familiar()).isEqualTo(familiar);
    assertThat(reference.lastSegment()).isEqualTo(last);
  }

  @ParameterizedTest
  @CsvSource({
    "itsdevin/server:$COMMIT_SHA1, docker.io/itsdevin/server",
    "r.io:5000/a/b:${TAG:-x}, r.io:5000/a/b",
    "r.io/a/b@IGEST_B__, r.io/a/b",
    "r.io/a/b:1.0, r.io/a/b",
  })
  void namesTheRepositoryWhereTheRestWasNeverFilledIn(String image, String repository) {
    assertThat(ImageReference.ofRepository(image).map(ImageReference::repository))
        .contains(repository);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$REGISTRY/a:1", "", ":1", "@x", "r.io/a/${NAME}:1", "r.io/a:{{ a/b }}"})
  void namesNoneWhereItWasNotFilledInEither(String image) {
    assertThat(ImageReference.ofRepository(image)).isEmpty();
  }

  @Test
  void keepsTagAndDigestApart() {
    ImageReference both = valid("r.io:5000/a/b:1.0@sha256:" + HEX);
    assertThat(both.name()).isEqualTo("r.io:5000/a/b");
    assertThat(both.tag()).contains("1.0");
    assertThat(both.digest()).contains(DIGEST);
    assertThat(valid("a").tag()).isEmpty();
    assertThat(valid("a").digest()).isEmpty();
  }

  @Test
  void acceptsOtherAlgorithmsWithoutTakingThemForSha256() {
    ImageReference reference = valid("a@sha512:" + HEX + HEX);
    assertThat(reference.digestText()).contains("sha512:" + HEX + HEX);
    assertThat(reference.digest()).isEmpty();
  }

  @Test
  void pinsTheNameAsWritten() {
    assertThat(valid("nginx:1.27").withDigest(DIGEST)).isEqualTo("nginx@sha256:" + HEX);
    assertThat(valid("index.docker.io/a/b@sha256:" + "0".repeat(64)).withDigest(DIGEST))
        .isEqualTo("index.docker.io/a/b@sha256:" + HEX);
  }

  @Test
  void comparesRepositoriesByMeaning() {
    assertThat(valid("nginx").sameRepository(valid("docker.io/library/nginx:1"))).isTrue();
    assertThat(valid("nginx").sameRepository(valid("r.io/library/nginx"))).isFalse();
    assertThat(valid("localhost/x").sameRepository(valid("x"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty",
    "r.io/MyApp:1, lowercase",
    "r.io/a_:1, 'a_'",
    "r.io/a:.1, '.1'",
    "r.io/a@sha256:12, 64 lower-case",
    "users@IGEST_USERS__, IGEST_USERS__",
  })
  void saysWhichRuleIsBroken(String image, String said) {
    assertThat(ImageReference.parse(image))
        .isInstanceOfSatisfying(
            ParsedImage.Invalid.class,
            invalid -> assertThat(invalid.reason()).contains(said.replace("'", "")));
  }

  @Test
  void boundsTheLengthOfPathAndTag() {
    assertThat(ImageReference.parse("r.io/" + "a".repeat(255)).toOptional()).isPresent();
    assertThat(ImageReference.parse("r.io/" + "a".repeat(256)).toOptional()).isEmpty();
    assertThat(ImageReference.parse("a:" + "1".repeat(128)).toOptional()).isPresent();
    assertThat(ImageReference.parse("a:" + "1".repeat(129)).toOptional()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256:",
        "sha256:12",
        "SHA256:0000",
        "latest",
        "@IGEST_USERS__",
        "sha256:<x>"
      })
  void takesNothingElseForADigest(String text) {
    assertThat(Digest.parse(text)).isEmpty();
    assertThatThrownBy(() -> new Digest(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write sha256:");
  }

  @Test
  void readsADigestOnlyInLowerCase() {
    assertThat(Digest.parse("sha256:" + HEX)).contains(DIGEST);
    assertThat(Digest.parse("sha256:" + HEX.toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(Digest.parse("sha256:" + HEX + "0")).isEmpty();
    assertThat(DIGEST).hasToString("sha256:" + HEX);
  }

  private static ImageReference valid(String image) {
    return ImageReference.parse(image).toOptional().orElseThrow();
  }
}
