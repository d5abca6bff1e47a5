package dev.releaserecord.check.registry;

import static dev.releaserecord.check.registry.Questions.ALICE;
import static dev.releaserecord.check.registry.Questions.DIGEST;
import static dev.releaserecord.check.registry.Questions.INDEX;
import static dev.releaserecord.check.registry.Questions.MANIFEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.check.registry.Sham.Asked;
import dev.releaserecord.check.registry.Sham.Said;
import dev.releaserecord.check.registry.TagAnswer.Means;
import dev.releaserecord.check.registry.TagAnswer.Not;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.plan.pull.Platform;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.secret.fact.Fingerprint;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registry says of a tag, and what comes of it. */
class TagReaderTest {

  private static final String NAMED = "Docker-Content-Digest";
  private static final byte[] INDEX_OF_TWO =
      """
      {"manifests": [
       {"platform": {"os": "linux", "architecture": "arm64"}},
       {"platform": {"os": "linux", "architecture": "amd64"}}]}
      """
          .getBytes(UTF_8);

  private record Heard(TagAnswer answer, List<Asked> asked) {}

  private static Heard ask(Function<Asked, Said> answers, Credential... credentials)
      throws InterruptedException {
    try (Sham sham = Sham.http(answers);
        TagReader reader = new TagReader(Set.of(sham.host()), Clock.systemUTC())) {
      ImageReference image =
          ImageReference.parse(sham.host() + "/team/app").toOptional().orElseThrow();
      return new Heard(reader.ask(image, "1.4", List.of(credentials)), sham.asked());
    }
  }

  @Test
  void aSingleImageIsToldByItsHeadAlone() throws InterruptedException {
    Heard heard = ask(_ -> Said.of(200, "Content-Type", MANIFEST, NAMED, DIGEST.text()), ALICE);
    assertThat(heard.answer).isEqualTo(new Means(DIGEST, false, new TreeSet<>()));
    assertThat(heard.asked)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.method() + it.uri()).isEqualTo("HEAD/v2/team/app/manifests/1.4");
              assertThat(it.authorization()).as("nobody asked for one").isNull();
            });
  }

  @Test
  void anIndexIsReadForItsPlatforms() throws InterruptedException {
    Heard heard =
        ask(
            _ ->
                Said.of(200, "Content-Type", INDEX, NAMED, Manifest.digest(INDEX_OF_TWO).text())
                    .body(INDEX_OF_TWO));
    assertThat(heard.answer)
        .isEqualTo(
            new Means(
                Manifest.digest(INDEX_OF_TWO),
                true,
                new TreeSet<>(
                    Set.of(new Platform("linux", "amd64"), new Platform("linux", "arm64")))));
  }

  /** Some name no digest, and some know no HEAD: the bytes tell. */
  @Test
  void theBytesTellWhatNoHeaderDoes() throws InterruptedException {
    byte[] body = "{}".getBytes(UTF_8);
    for (int head : new int[] {200, 405}) {
      Heard heard =
          ask(
              asked ->
                  asked.method().equals("HEAD")
                      ? Said.of(head, "Content-Type", MANIFEST)
                      : Said.of(200, "Content-Type", MANIFEST).body(body));
      assertThat(heard.answer).isEqualTo(new Means(Manifest.digest(body), false, new TreeSet<>()));
      assertThat(heard.asked).hasSize(2);
    }
  }

  @Test
  void bytesThatAreNotWhatTheyAreCalledAreNotBelieved() throws InterruptedException {
    Heard heard =
        ask(_ -> Said.of(200, "Content-Type", INDEX, NAMED, DIGEST.text()).body(INDEX_OF_TWO));
    assertThat(heard.answer)
        .isEqualTo(new Not(new PullAnswer.Unknown("answered with other bytes than it named")));
    assertThat(ask(_ -> Said.of(200, "Content-Type", "text/html")).answer)
        .isEqualTo(new Not(new PullAnswer.Unknown("answered with something that is no image")));
  }

  @ParameterizedTest
  @CsvSource({"404, Absent", "401, Denied", "403, Denied", "429, Unknown", "500, Unknown"})
  void aCodeIsAVerdict(int code, String verdict) throws InterruptedException {
    assertThat(ask(_ -> Said.of(code)).answer)
        .isInstanceOfSatisfying(
            Not.class, it -> assertThat(it.answer().getClass().getSimpleName()).isEqualTo(verdict));
  }

  @Test
  void oneLoginAfterTheOtherIsTriedWhereTheRegistryWantsOne() throws InterruptedException {
    Credential other = new Credential("mallory", "x", new Fingerprint(9, 9));
    Heard heard =
        ask(
            asked ->
                ALICE.basic().equals(asked.authorization())
                    ? Said.of(200, "Content-Type", MANIFEST, NAMED, DIGEST.text())
                    : Said.of(401, "WWW-Authenticate", "Basic realm=\"x\""),
            other,
            ALICE);
    assertThat(heard.answer).isInstanceOf(Means.class);
    assertThat(heard.asked)
        .extracting(Asked::authorization)
        .containsExactly(null, other.basic(), null, ALICE.basic());
  }
}
