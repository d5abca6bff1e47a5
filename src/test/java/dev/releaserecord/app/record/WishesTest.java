package dev.releaserecord.app.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.UsageException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code set} writes, and what it refuses to. */
class WishesTest {

  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);

  private static final ReleaseRecord RECORD =
      new KubernetesSerialization()
          .unmarshal(
              """
              apiVersion: releaserecord.dev/v1
              kind: ReleaseRecord
              metadata: {name: core}
              spec:
                services:
                - {name: users, digest: "%s", version: "1.3.0"}
                - {name: certs}
                - {name: mail, digestFrom: users}
              """
                  .formatted(A),
              ReleaseRecord.class);

  @Test
  void everyChangeIsGuardedByWhatStandsThere() {
    assertThat(
            Wishes.parse(List.of("users=" + B, "certs=" + B), List.of("users=1.4.0"))
                .against(RECORD))
        .containsExactly(
            Records.op("test", "/spec/services/0/name", "users"),
            Records.op("test", "/spec/services/0/digest", A),
            Records.op("add", "/spec/services/0/digest", B),
            Records.op("test", "/spec/services/1/name", "certs"),
            Records.op("add", "/spec/services/1/digest", B),
            Records.op("test", "/spec/services/0/name", "users"),
            Records.op("test", "/spec/services/0/version", "1.3.0"),
            Records.op("add", "/spec/services/0/version", "1.4.0"));
  }

  @Test
  void whatIsSoAlreadyIsNotWritten() {
    assertThat(Wishes.parse(List.of("users=" + A), List.of("users=1.3.0")).against(RECORD))
        .isEmpty();
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    assertRefused(List.of(), List.of(), "users=sha256:");
    assertRefused(List.of("users"), List.of(), "SERVICE=VALUE");
    assertRefused(List.of("users=latest"), List.of(), "64 lower-case hex digits");
    assertRefused(List.of("users=" + A, "users=" + B), List.of(), "named twice");
    assertRefused(List.of("gone=" + A), List.of(), "it has users, certs, mail");
    assertRefused(List.of("mail=" + A), List.of(), "digest of users");
    assertRefused(List.of(), List.of("gone=1"), "no service gone");
  }

  private static void assertRefused(List<String> digests, List<String> versions, String why) {
    assertThatThrownBy(() -> Wishes.parse(digests, versions).against(RECORD))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(why);
  }
}
