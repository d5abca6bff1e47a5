package dev.releaserecord.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.export.ImageBlock.Entry;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.DigestSet;
import dev.releaserecord.image.DigestSet.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which entries a kustomization needs. */
class ImageBlockTest {

  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);

  private static Member member(String service, String image, String digest) {
    return new Member(service, image, new Digest(digest));
  }

  private static ImageSet set(Member... members) {
    return new ImageSet("sha256:x", List.of(members), List.of());
  }

  private static Applied applied(String service, String image) {
    return new Applied(service, "Deployment/" + service + ", container c", image);
  }

  @Test
  void withoutManifestsTheRepositoryIsTheName() {
    ImageBlock block =
        ImageBlock.of(
            set(member("users", "r.io/g/users", A), member("certs", "r.io/g/certs", B)), List.of());
    assertThat(block.entries())
        .containsExactly(new Entry("r.io/g/certs", null, B), new Entry("r.io/g/users", null, A));
    assertThat(block.findings()).isEmpty();
  }

  @Test
  void whatManifestsCallOtherwiseGetsANewName() {
    ImageBlock block =
        ImageBlock.of(
            set(member("users", "r.io/g/users", A)),
            List.of(
                applied("users", "users:1.4"),
                applied("users", "users"),
                applied("users", "old:5000/g/users:1@sha256:abc"),
                applied("users", "r.io/g/users:1"),
                applied("other", "other:1")));
    assertThat(block.entries())
        .containsExactly(
            new Entry("old:5000/g/users", "r.io/g/users", A),
            new Entry("r.io/g/users", null, A),
            new Entry("users", "r.io/g/users", A));
  }

  /** As tried: kustomize leaves such a placeholder as it is. */
  @Test
  void aPlaceholderThatKustomizePassesOverIsNamed() {
    ImageBlock block =
        ImageBlock.of(
            set(member("users", "r.io/g/users", A)),
            List.of(
                applied("users", "users@IGEST_USERS__"),
                applied("users", "users:$COMMIT_SHA1"),
                applied("users", "users:IMAGE_TAG")));
    assertThat(block.entries()).extracting(Entry::name).containsExactly("r.io/g/users", "users");
    assertThat(block.findings())
        .containsExactly(
            "Deployment/users, container c: the manifest says users@IGEST_USERS__, which kustomize"
                + " takes for no image; write r.io/g/users there.",
            "Deployment/users, container c: the manifest says users:$COMMIT_SHA1, which kustomize"
                + " takes for no image; write r.io/g/users there.");
  }

  @Test
  void oneNameForTwoDigestsCannotBeSaid() {
    ImageBlock block =
        ImageBlock.of(
            set(member("blue", "r.io/g/app", A), member("green", "r.io/g/app", B)), List.of());
    assertThat(block.entries()).isEmpty();
    assertThat(block.findings())
        .singleElement()
        .asString()
        .contains("r.io/g/app is left out", "(blue, green)");
  }

  @Test
  void servicesOfOneDigestShareAnEntry() {
    ImageBlock block =
        ImageBlock.of(
            set(member("app", "r.io/g/app", A), member("app-2", "r.io/g/app", A)), List.of());
    assertThat(block.entries()).containsExactly(new Entry("r.io/g/app", null, A));
  }

  @Test
  void aServiceWithoutADigestIsNamed() {
    ImageBlock block = ImageBlock.of(new ImageSet(null, List.of(), List.of("users")), List.of());
    assertThat(block.findings()).containsExactly("users has no digest yet.");
  }

  /** The page of the commands shows it as it is. */
  @Test
  void asTextItIsABlockOfAKustomization() throws IOException {
    String users = "sha256:7dfb4cf67742cb0660305e56ef816c53fcec892cae7f6ee39b75f34e659d672c";
    String provision = "sha256:b629a70be6430e562a9e16486462f825d4b7b06746e7ec957f89c411717386b3";
    List<Member> members =
        List.of(
            member("users", "ghcr.io/example/core/users", users),
            member("provision", "ghcr.io/example/core/provision", provision));
    ImageSet set = new ImageSet(DigestSet.of(members).orElseThrow(), members, List.of());
    String text =
        ImageBlock.of(set, List.of(applied("provision", "provision:latest")))
            .text("core", set.id());
    assertThat(Files.readString(Path.of("docs", "commands.md")))
        .contains("$ operator/bin/release-operator export core\n" + text + "```\n");
  }
}
