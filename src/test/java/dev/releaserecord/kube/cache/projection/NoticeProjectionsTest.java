package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Notice;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeProjectionsTest {

  private static final String UNHEALTHY =
      """
      type: Warning
      metadata: {name: users-x.18ea, creationTimestamp: "2026-11-21T11:00:00Z"}
      involvedObject:
        {kind: Pod, name: users-x, uid: uid-1, namespace: fx, fieldPath: "spec.containers{app}"}
      reason: Unhealthy
      message: "Liveness probe failed: HTTP probe failed with statuscode: 404"
      firstTimestamp: "2026-11-21T11:01:00Z"
      lastTimestamp: "2026-11-21T11:02:00Z"
      """;

  private static Optional<Notice> read(String yaml) {
    return NoticeProjections.of(Manifest.read(Event.class, yaml));
  }

  private static Notice notice(String yaml) {
    return read(yaml).orElseThrow();
  }

  @Test
  void aWarningThatSpeaksOfAContainer() {
    assertThat(notice(UNHEALTHY))
        .isEqualTo(
            new Notice(
                new Notice.Regarding("Pod", "users-x", "uid-1"),
                "app",
                "Unhealthy",
                "Liveness probe failed: HTTP probe failed with statuscode: 404",
                Instant.parse("2026-11-21T11:02:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unhealthy",
        "FailedMount",
        "FailedAttachVolume",
        "FailedMapVolume",
        "FailedCreate",
        "FailedCreatePodSandBox",
        "Failed",
        "FailedScheduling",
        "FailedKillPod",
        "FailedPreStopHook",
        "FailedPostStartHook",
        "NetworkNotReady"
      })
  void reasonsThatADiagnosisReads(String reason) {
    assertThat(notice(UNHEALTHY.replace("Unhealthy", reason)).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImageGCFailed", "DNSConfigForming", "PolicyViolation"})
  void othersConcernNobody(String reason) {
    assertThat(read(UNHEALTHY.replace("Unhealthy", reason))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReplicaSet", "StatefulSet", "DaemonSet", "Job", "Deployment", "CronJob"})
  void itMayRegardWhateverStandsAboveAPod(String kind) {
    assertThat(notice(UNHEALTHY.replace("kind: Pod", "kind: " + kind)).regarding().kind())
        .isEqualTo(kind);
  }

  @Test
  void whatRegardsSomethingElseOrIsNoWarningConcernsNobody() {
    assertThat(read(UNHEALTHY.replace("kind: Pod", "kind: Node"))).isEmpty();
    assertThat(read(UNHEALTHY.replace("type: Warning", "type: Normal"))).isEmpty();
  }

  @Test
  void theContainerIsNamedOrNot() {
    assertThat(notice(UNHEALTHY.replace("spec.containers{app}", "spec.initContainers{a-b}")))
        .extracting(Notice::container)
        .isEqualTo("a-b");
    assertThat(notice(UNHEALTHY.replace("spec.containers{app}", "spec.ephemeralContainers{x}")))
        .extracting(Notice::container)
        .isEqualTo("");
    assertThat(notice(UNHEALTHY.replace(", fieldPath: \"spec.containers{app}\"", "")))
        .extracting(Notice::container)
        .isEqualTo("");
  }

  @Test
  void whenItWasLastSaid() {
    String series =
        UNHEALTHY + "series: {count: 3, lastObservedTime: \"2026-11-21T11:05:00.000001Z\"}\n";
    assertThat(notice(series).lastSeen()).isEqualTo(Instant.parse("2026-11-21T11:05:00.000001Z"));

    String once =
        UNHEALTHY.replace("lastTimestamp: \"2026-11-21T11:02:00Z\"", "lastTimestamp: null");
    assertThat(notice(once + "eventTime: \"2026-11-21T11:03:00.404274Z\"\n").lastSeen())
        .isEqualTo(Instant.parse("2026-11-21T11:03:00.404274Z"));
    assertThat(notice(once).lastSeen()).isEqualTo(Instant.parse("2026-11-21T11:00:00Z"));
  }

  @Test
  void whatIsSaidAgainTellsNothingNew() {
    Notice before = notice(UNHEALTHY);

    assertThat(NoticeProjections.same(before, notice(UNHEALTHY.replace("11:02:00", "11:03:00"))))
        .isTrue();
    assertThat(NoticeProjections.same(before, notice(UNHEALTHY.replace("404", "500")))).isFalse();
  }

  @Test
  void itIsLookedUpByTheUidOrTheNameOfAReplicaSet() {
    assertThat(NoticeProjections.group(notice(UNHEALTHY))).isEqualTo("uid-1");
    assertThat(NoticeProjections.group(notice(UNHEALTHY.replace("kind: Pod", "kind: ReplicaSet"))))
        .isEqualTo(NoticeProjections.ofReplicaSet("users-x"));
  }

  @Test
  void aLongMessageIsCut() {
    assertThat(notice(UNHEALTHY.replace("statuscode: 404", "x".repeat(2_000))).message())
        .hasSizeLessThanOrEqualTo(512)
        .startsWith("Liveness probe failed");
  }
}
