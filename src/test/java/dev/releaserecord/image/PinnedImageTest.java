package dev.releaserecord.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinnedImageTest {

  private static final Digest WANTED = new Digest("sha256:" + "a".repeat(64));
  private static final Digest OTHER = new Digest("sha256:" + "b".repeat(64));

  private static final PinnedImage PINNED =
      new PinnedImage(ImageReference.parse("nginx").toOptional().orElseThrow(), WANTED);

  @Test
  void writesRepositoryAndDigest() {
    assertThat(PINNED.text()).isEqualTo("nginx@" + WANTED);
  }

  @ParameterizedTest
  @CsvSource({
    "nginx@WANTED, Same",
    "docker.io/library/nginx@WANTED, Same",
    "nginx:1.27@WANTED, Same",
    "nginx@OTHER, DifferentOther",
    "r.io/nginx@WANTED, DifferentWanted",
    "r.io/nginx@OTHER, DifferentOther",
    "nginx:1.27, Unknown",
    "nginx, Unknown",
    "nginx@IGEST_USERS__, Unknown",
    "'', Unknown",
  })
  void comparesTheImageField(String live, String verdict) {
    assertThat(PINNED.compareLive(digests(live))).isEqualTo(verdict(verdict));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/library/nginx@WANTED, Same",
    "docker-pullable://nginx@WANTED, Same",
    "r.io/mirror/nginx@WANTED, Same",
    "WANTED, Same",
    "docker.io/library/nginx@OTHER, DifferentOther",
    "docker-pullable://nginx@OTHER, DifferentOther",
    "r.io/mirror/nginx@OTHER, Unknown",
    "OTHER, Unknown",
    "docker://OTHER, Unknown",
    "nginx:1.27, Unknown",
    "://, Unknown",
    "'', Unknown",
  })
  void comparesTheImageIdOfAContainer(String imageId, String verdict) {
    assertThat(PINNED.compareRunning(digests(imageId))).isEqualTo(verdict(verdict));
  }

  private static String digests(String text) {
    return text.replace("WANTED", WANTED.text()).replace("OTHER", OTHER.text());
  }

  private static ImageVerdict verdict(String name) {
    return switch (name) {
      case "Same" -> new ImageVerdict.Same();
      case "DifferentOther" -> new ImageVerdict.Different(OTHER);
      case "DifferentWanted" -> new ImageVerdict.Different(WANTED);
      case "Unknown" -> new ImageVerdict.Unknown();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
