package dev.releaserecord.app.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.check.registry.TagAnswer;
import dev.releaserecord.image.Digest;
import dev.releaserecord.kube.secret.DockerFile;
import dev.releaserecord.plan.pull.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What came of a tag, for a person. */
class ResolutionTest {

  private static final Digest DIGEST =
      new Digest("sha256:7dfb4cf67742cb0660305e56ef816c53fcec892cae7f6ee39b75f34e659d672c");

  /** The page of the commands shows it as it is. */
  @Test
  void anIndexNamesItsPlatforms() throws IOException {
    String image = "ghcr.io/example/core/users:1.4.0";
    Resolution resolution =
        Resolution.of(
            Tag.parse(image),
            new TagAnswer.Means(
                DIGEST,
                true,
                new TreeSet<>(
                    Set.of(new Platform("linux", "arm64"), new Platform("linux", "amd64")))),
            new DockerLogins(Path.of("config.json"), DockerFile.NONE));
    assertThat(Files.readString(Path.of("docs", "commands.md")))
        .contains(
            "$ operator/bin/release-operator resolve %s\n%s\n%s\n```\n"
                .formatted(image, resolution.reference(), resolution.described()));
  }
}
