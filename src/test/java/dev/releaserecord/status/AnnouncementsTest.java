package dev.releaserecord.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String IMAGE = "r.io/g/users@" + DIGEST;
  private static final String SPEC =
      """
      imagePrefix: r.io/g
      services: [{name: users, digest: "%s"%s}]
      """;

  private final Scene scene = Scene.of(SPEC.formatted(DIGEST, ""));

  private static Subject users(String image) {
    return Subject.deployment("users").container("users", image);
  }

  private ReleaseRecordStatus pass() {
    scene.pass();
    return scene.status();
  }

  private static boolean urgent(ReleaseRecordStatus next, ReleaseRecordStatus told) {
    return Announcements.of(next).urgentAfter(Announcements.of(told));
  }

  @Test
  void howFarARolloutHasComeCanWait() {
    scene.with(users("r.io/g/users:1"));
    ReleaseRecordStatus begun = pass();
    assertThat(Announcements.of(begun).urgentAfter(Announcements.NONE)).isTrue();
    scene.with(users(IMAGE));
    ReleaseRecordStatus rolling = pass();
    assertThat(rolling).isNotEqualTo(begun);
    assertThat(urgent(rolling, begun)).isFalse();
  }

  @Test
  void thatAllIsVerifiedIsWaitedFor() {
    scene.with(users("r.io/g/users:1"));
    ReleaseRecordStatus begun = pass();
    scene.with(users(IMAGE).steadyFor(Duration.ofHours(1)));
    ReleaseRecordStatus verified = pass();
    assertThat(verified.summary()).isEqualTo("1/1 verified");
    assertThat(urgent(verified, begun)).isTrue();
    assertThat(urgent(verified, verified)).isFalse();
  }

  @Test
  void anotherSpecIsWaitedFor() {
    scene.with(users("r.io/g/users:1"));
    ReleaseRecordStatus begun = pass();
    scene.spec(SPEC.formatted(DIGEST, ", version: \"2\""));
    assertThat(urgent(pass(), begun)).isTrue();
  }

  @Test
  void aCauseIsWaitedForOnce() {
    scene.with(users("r.io/g/users:1"));
    ReleaseRecordStatus begun = pass();
    scene.without(new WorkloadKey(Kind.Deployment, "users"));
    ReleaseRecordStatus missing = pass();
    assertThat(missing.services().getFirst().cause()).isEqualTo("WorkloadNotFound");
    assertThat(urgent(missing, begun)).isTrue();
    assertThat(urgent(missing, missing)).isFalse();
  }

  @Test
  void whatHasToStandBeforeACheckRunsIsHurriedUntilItHasEnded() {
    Scene checked =
        Scene.of(SPEC.formatted(DIGEST, ", checks: [{name: up, tcp: {host: users, port: 80}}]"));
    checked.with(users(IMAGE).steadyFor(Duration.ofHours(1)));
    checked.pass();
    ReleaseRecordStatus pending = checked.status();
    assertThat(pending.services().getFirst().checks())
        .extracting(it -> it.outcome())
        .containsExactly(CheckOutcome.Pending);
    assertThat(urgent(pending, pending)).isTrue();
    checked.answer(CheckOutcome.Passed, "").pass();
    assertThat(urgent(checked.status(), pending)).isTrue();
    assertThat(urgent(checked.status(), checked.status())).isFalse();
    assertThat(checked.status().summary()).isEqualTo("1/1 verified");
  }
}
