package dev.releaserecord.check.registry;

import static dev.releaserecord.check.registry.Questions.ALICE;
import static dev.releaserecord.check.registry.Questions.DIGEST;
import static dev.releaserecord.check.registry.Questions.INDEX;
import static dev.releaserecord.check.registry.Questions.MANIFEST;
import static dev.releaserecord.check.registry.Questions.image;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.check.registry.Sham.Said;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.pull.Platform;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullAnswer.Present;
import dev.releaserecord.plan.pull.PullAnswer.Unknown;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registry says of an image, and what comes of it. */
class RegistryClientTest {

  private final Questions questions = new Questions();

  @AfterEach
  void close() throws Exception {
    questions.close();
  }

  @Test
  void whatIsThereIsFoundByOneQuestion() throws InterruptedException {
    Sham sham = questions.sham(_ -> Said.of(200, "Content-Type", MANIFEST));
    assertThat(questions.ask(ALICE, sham)).isEqualTo(new Present(Set.of()));
    assertThat(sham.asked())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.method()).isEqualTo("HEAD");
              assertThat(it.uri()).isEqualTo("/v2/team/app/manifests/" + DIGEST);
              assertThat(it.authorization()).as("nobody asked for one").isNull();
              assertThat(it.accept()).contains(MANIFEST, INDEX);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "404, Absent", "401, Denied", "403, Denied", "429, Unknown", "400, Unknown", "408, Unknown",
    "410, Unknown", "500, Unknown", "502, Unknown", "503, Unknown", "504, Unknown", "204, Unknown",
  })
  void aCodeIsAVerdict(int code, String verdict) throws InterruptedException {
    PullAnswer answer = questions.ask(null, questions.sham(_ -> Said.of(code)));
    assertThat(answer.getClass().getSimpleName()).isEqualTo(verdict);
  }

  @Test
  void somethingElseThanAnImageIsNoImage() throws InterruptedException {
    assertThat(
            questions.ask(
                null,
                questions.sham(_ -> Said.of(200, "Content-Type", "text/html; charset=utf-8"))))
        .isEqualTo(new Unknown("answered with something that is no image"));
    Sham other =
        questions.sham(
            _ ->
                Said.of(
                    200,
                    "Content-Type",
                    MANIFEST,
                    "Docker-Content-Digest",
                    "sha256:" + "cd".repeat(32)));
    assertThat(questions.ask(null, other))
        .isEqualTo(new Unknown("answered with another digest than was asked for"));
  }

  private static final String TWO =
      """
      {"manifests": [
       {"platform": {"os": "linux", "architecture": "amd64"}},
       {"platform": {"os": "linux", "architecture": "arm64", "variant": "v8"}},
       {"platform": {"os": "unknown", "architecture": "unknown"}}]}
      """;

  private static Digest digest(byte[] bytes) throws Exception {
    return new Digest(
        "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  @Test
  void anIndexTellsItsPlatforms() throws Exception {
    byte[] index = TWO.getBytes(UTF_8);
    Sham sham = questions.sham(_ -> Said.of(200, "Content-Type", INDEX).body(index));
    PullAnswer answer =
        questions
            .client(sham)
            .ask(image(sham.host(), digest(index)), null, Patience.of(Duration.ofSeconds(10)))
            .answer();
    assertThat(answer)
        .isEqualTo(
            new Present(Set.of(new Platform("linux", "amd64"), new Platform("linux", "arm64"))));
    assertThat(questions.ask(null, sham)).as("other bytes").isEqualTo(new Present(Set.of()));
  }

  @Test
  void whoKnowsNoHeadIsAskedForAllOfIt() throws InterruptedException {
    Sham sham =
        questions.sham(
            asked ->
                asked.method().equals("HEAD")
                    ? Said.of(405)
                    : Said.of(200, "Content-Type", MANIFEST).body("{}".getBytes(UTF_8)));
    assertThat(questions.ask(null, sham)).isEqualTo(new Present(Set.of()));
  }

  @Test
  void whoWantsToBeLeftAloneIs() throws InterruptedException {
    Sham sham = questions.sham(_ -> Said.of(429, "Retry-After", "600"));
    RegistryClient client = questions.client(sham);
    PinnedImage image = image(sham.host(), DIGEST);
    Answer first = client.ask(image, null, Patience.of(Duration.ofSeconds(5)));
    Answer second = client.ask(image, ALICE, Patience.of(Duration.ofSeconds(5)));
    assertThat(first).isEqualTo(second);
    assertThat(first.leaveAlone()).isEqualTo(Duration.ofMinutes(10));
    assertThat(first.answer()).isEqualTo(new Unknown("has been asked too often (429)"));
    assertThat(sham.asked()).hasSize(1);
  }
}
