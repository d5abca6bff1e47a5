package dev.releaserecord.app.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.api.RecordedSet.RecordedService;
import dev.releaserecord.api.RecordedSet.RecordedWorkload;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.WorkloadKind;
import dev.releaserecord.app.command.UsageException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code rollback} writes, and which set a prefix names. */
class ReturnTest {

  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);
  private static final String OLD = "sha256:12" + "0".repeat(62);
  private static final String OTHER = "sha256:13" + "0".repeat(62);

  private static final String SHAPE = "00000001" + "0".repeat(7);

  private static ReleaseRecord record(String refuse) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: releaserecord.dev/v1
            kind: ReleaseRecord
            metadata: {name: core, namespace: gobee, uid: u, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              imagePrefix: r.io/g
              refuse: [%s]
              services:
              - {name: users, digest: "%s", version: "1.4.0"}
              - {name: mail, digestFrom: users}
              - {name: added, digest: "%s"}
            """
                .formatted(refuse, B, B),
            ReleaseRecord.class);
  }

  private static RecordedService service(String name, String image) {
    return new RecordedService(name, "1.3.0", image, A, List.of(), List.of());
  }

  private static RecordedSet set(String digestSet) {
    return new RecordedSet(
        digestSet,
        null,
        null,
        null,
        null,
        List.of(service("users", "r.io/old/users"), service("gone", "r.io/g/gone")),
        List.of());
  }

  @Test
  void digestsImagesAndVersionsComeBackGuardedAndWhatIsLeftIsRefused() {
    Return back = new Return(record(""), set(OLD));
    assertThat(back.operations(OLD))
        .containsExactly(
            Records.op("test", "/metadata/uid", "u"),
            Records.op("test", "/spec/services/0/name", "users"),
            Records.op("test", "/spec/services/0/digest", B),
            Records.op("add", "/spec/services/0/digest", A),
            Records.op("add", "/spec/services/0/image", "r.io/old/users"),
            Records.op("add", "/spec/services/0/version", "1.3.0"),
            Records.op("add", "/spec/refuse", List.of(String.valueOf(back.left()))));
    assertThat(back.changes((_, _) -> Optional.empty()))
        .containsExactly(
            "added was not in that set: it keeps what it declares",
            "gone was in that set and is not in the record",
            "mail was not in that set: it keeps what it declares");
  }

  @Test
  void aVersionThatWasToldOfTheDigestThatIsLeftGoesWithIt() {
    RecordedService users =
        new RecordedService("users", null, "r.io/g/users", A, List.of(), List.of());
    RecordedSet set = new RecordedSet(OLD, null, null, null, null, List.of(users), List.of());
    assertThat(new Return(record(""), set).operations(OLD))
        .contains(Map.of("op", "remove", "path", "/spec/services/0/version"));

    RecordedService same =
        new RecordedService("users", null, "r.io/g/users", B, List.of(), List.of());
    RecordedSet sameSet = new RecordedSet(OLD, null, null, null, null, List.of(same), List.of());
    assertThat(new Return(record(""), sameSet).operations(OLD))
        .noneMatch(it -> "remove".equals(it.get("op")));
  }

  @Test
  void whatIsGoneToIsRefusedNoMore() {
    Return back = new Return(record("\"" + OLD + "\""), set(OLD));
    assertThat(back.operations(OLD))
        .endsWith(
            Records.op("test", "/spec/refuse", List.of(OLD)),
            Records.op("add", "/spec/refuse", List.of(String.valueOf(back.left()))));
  }

  @Test
  void aTemplateThatIsAnotherIsNamed() {
    RecordedWorkload deployment =
        new RecordedWorkload(WorkloadKind.Deployment, "users", null, SHAPE + "1", null);
    RecordedWorkload older =
        new RecordedWorkload(WorkloadKind.CronJob, "users-nightly", null, null, null);
    RecordedService users =
        new RecordedService(
            "users", "1.3.0", "r.io/g/users", A, List.of(deployment, older), List.of());
    RecordedSet set = new RecordedSet(OLD, null, null, null, null, List.of(users), List.of());
    Return back = new Return(record(""), set);
    assertThat(back.since((_, _) -> Optional.of(SHAPE + "1"))).isEmpty();
    assertThat(back.since((_, _) -> Optional.empty())).as("nobody can tell").isEmpty();
    assertThat(back.since((_, _) -> Optional.of("1234567800000002")))
        .as("another client")
        .isEmpty();
    String changed = "the pod template of Deployment/users is another now, images aside";
    assertThat(back.since((_, _) -> Optional.of(SHAPE + "2"))).containsExactly(changed);
    assertThat(back.changes((_, _) -> Optional.of(SHAPE + "2"))).contains(changed);
    Past past = new Past("core", List.of(new Past.Entry(2, set)));
    assertThat(HistoryCommand.text(record(""), past, (_, _) -> Optional.of(SHAPE + "2")))
        .endsWith("  since then: " + changed + "\n");
  }

  @Test
  void aPrefixNamesOneSetOrNone() {
    Past past =
        new Past("core", List.of(new Past.Entry(2, set(OLD)), new Past.Entry(1, set(OTHER))));
    assertThat(past.find("12").set().digestSet()).isEqualTo(OLD);
    assertThat(past.find("sha256:13").revision()).isEqualTo(1);
    assertThatThrownBy(() -> past.find("1"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("more than one set")
        .hasMessageContaining(OTHER);
    assertThatThrownBy(() -> past.find("f")).hasMessageContaining("no set");
    assertThatThrownBy(() -> new Past("core", List.of()).find("1"))
        .hasMessageContaining("nothing of it was ever verified");
    assertThat(HistoryCommand.text(record("\"" + OTHER + "\""), past, (_, _) -> Optional.empty()))
        .contains("2  " + OLD, "1  " + OTHER + " (refused)", "users 1.3.0: r.io/old/users@" + A);
  }
}
