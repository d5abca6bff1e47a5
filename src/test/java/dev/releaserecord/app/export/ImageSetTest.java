package dev.releaserecord.app.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.DigestSet;
import dev.releaserecord.image.DigestSet.Member;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which digests of a record are meant. */
class ImageSetTest {

  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);

  private static final String SPEC =
      """
      metadata: {name: core, namespace: gobee, uid: u, creationTimestamp: "2026-11-01T00:00:00Z"}
      spec:
        imagePrefix: r.io/g
        services:
        - {name: users, digest: "%s"}
        - {name: more, digestFrom: users}
        - {name: certs}
      """
          .formatted(A);

  private static ReleaseRecord record(String status) {
    return new KubernetesSerialization().unmarshal(SPEC + status, ReleaseRecord.class);
  }

  private static String id(String digest) {
    return DigestSet.of(List.of(new Member("users", "r.io/g/users", new Digest(digest))))
        .orElseThrow();
  }

  @Test
  void theSpecCountsWhileNothingElseIsKept() {
    ImageSet set = ImageSet.kept(record(""));
    assertThat(set)
        .isEqualTo(ImageSet.declared(record("")))
        .isEqualTo(ImageSet.kept(record("status: {enforcedSet: \"%s\"}".formatted(set.id()))));
    assertThat(set.members())
        .containsExactly(
            new Member("users", "r.io/g/users", new Digest(A)),
            new Member("more", "r.io/g/users", new Digest(A)));
    assertThat(set.without()).containsExactly("certs");
  }

  /** After a rollback manifests are to say what runs, not what failed. */
  @Test
  void whatIsKeptInsteadCounts() {
    ReleaseRecord record =
        record(
            """
            status:
              enforcedSet: "%s"
              services:
              - {name: users, phase: RolledBack, image: "r.io/g/users@%s"}
              - {name: certs, phase: AwaitingDigest}
            """
                .formatted(id(B), B));
    ImageSet set = ImageSet.kept(record);
    assertThat(set.id()).isEqualTo(id(B));
    assertThat(set.members()).containsExactly(new Member("users", "r.io/g/users", new Digest(B)));
    assertThat(set.without()).containsExactly("certs");
    assertThat(ImageSet.declared(record).members()).hasSize(2);
  }

  @Test
  void digestsThatTheStatusDoesNotShowAreNotGuessed() {
    ReleaseRecord record =
        record(
            """
            status:
              enforcedSet: "%s"
              services: [{name: users, phase: AwaitingApproval, image: "r.io/g/users@%s"}]
            """
                .formatted(id(B), A));
    assertThatThrownBy(() -> ImageSet.kept(record))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--declared");
  }
}
