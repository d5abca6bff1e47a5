package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Approvable;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.gate.Approval;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.scene.Scene;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is pinned until an approval counts, and what was verified needs none. */
class ApprovalTest {

  private static final String REQUIRED = "approval: Required\n" + ONE;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A pass has looked at the record a minute ago, half way through a second. */
  private static Scene seen() {
    Scene scene = scene();
    scene.later(Duration.ofMillis(500)).pass();
    return scene.later(MINUTE);
  }

  private static Scene scene() {
    return Scene.of(REQUIRED).with(deployment("users").container("users", "r.io/g/users:1"));
  }

  private static String set(Scene scene) {
    return Objects.requireNonNull(scene.plan().sets().declared());
  }

  private static Approval approval(Scene scene, Instant created, @Nullable Instant expires) {
    return new Approval("go", "core", set(scene), "alice", created, expires);
  }

  private static Scene granted(Scene scene, Approval... approvals) {
    return scene.grants(new Grants(Map.of(), List.of(approvals), null, null));
  }

  private static Condition approved(Scene scene) {
    return Conditions.find(scene.status().conditions(), ConditionType.Approved).orElseThrow();
  }

  @Test
  void withoutOneNothingIsPinnedAndTheNextStepIsSaid() {
    Scene scene = seen();
    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.plan().pending()).hasSize(1);
    assertThat(scene.state("users")).isInstanceOf(ServiceState.AwaitingApproval.class);
    assertThat(scene.state("users").message()).contains("ReleaseApproval", set(scene));
    scene.pass();
    assertThat(approved(scene).getStatus()).isEqualTo("False");
    assertThat(approved(scene).getReason()).isEqualTo("NotApproved");
    assertThat(scene.status().enforcedSet()).isNull();
  }

  @Test
  void oneThatNamesThisSetOpensTheGate() {
    Scene scene = seen();
    granted(scene, approval(scene, scene.at(), null));
    assertThat(scene.plan().work().pins()).hasSize(1);
    scene.pass();
    assertThat(approved(scene).getStatus()).isEqualTo("True");
    assertThat(scene.status().approvedBy()).isEqualTo("alice");
    assertThat(scene.status().enforcedSet()).isEqualTo(set(scene));
  }

  @ParameterizedTest
  @CsvSource({
    // seen at 00:00:00.5: those of the second 0 may be older than the record
    "2025-12-31T23:59:59Z, false",
    "2026-01-01T00:00:00Z, false",
    "2026-01-01T00:00:01Z, true"
  })
  void onlyThoseCountThatWereMadeAfterTheRecordWasSeen(Instant created, boolean counts) {
    Scene scene = seen();
    granted(scene, approval(scene, created, null));
    assertThat(scene.plan().work().pins()).hasSize(counts ? 1 : 0);
    if (!counts) {
      assertThat(scene.state("users").message())
          .contains(created.toString(), "2026-01-01T00:00:01Z", "approve again");
    }
  }

  @Test
  void oneForARecordThatDoesNotExistYetDoesNotCount() {
    Scene scene = scene();
    granted(scene, approval(scene, scene.at().minus(MINUTE), null));
    assertThat(scene.plan().work().pins()).isEmpty();
  }

  @Test
  void oneForAnotherSetDoesNotCountAndIsSaid() {
    Scene scene = seen();
    Approval right = approval(scene, scene.at(), null);
    Scene other = granted(scene.spec(REQUIRED.replace(A, B)), right);
    assertThat(other.plan().work().pins()).isEmpty();
    assertThat(other.state("users").message())
        .contains("go by alice", "another digest set", right.digestSet());
  }

  @Test
  void anExpiredOneDoesNotCountAndTheInstantIsARecheck() {
    Scene scene = seen();
    Instant end = scene.at().plus(MINUTE);
    granted(scene, approval(scene, scene.at(), end));
    assertThat(scene.plan().work().pins()).hasSize(1);
    assertThat(scene.plan().recheckAt()).contains(end);
    scene.later(MINUTE);
    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.state("users").message()).contains("expired at " + end);
  }

  @Test
  void whoeverChangedTheRecordLastCannotApproveIt() {
    Scene scene = seen();
    Approval own = approval(scene, scene.at(), null);
    scene.grants(new Grants(Map.of(), List.of(own), null, "alice"));
    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.state("users").message()).contains("somebody else");
    scene.grants(new Grants(Map.of(), List.of(own), null, "bob"));
    assertThat(scene.plan().work().pins()).hasSize(1);
  }

  @Test
  void whatAnApprovalSpeaksOfVoidsItWhenItChanges() {
    Stream.of(
            REQUIRED + "checks: [{name: up, tcp: {host: h, port: 80}}]\n",
            REQUIRED + "secrets: [{name: db}]\n")
        .forEach(
            changed -> {
              Scene scene = seen();
              granted(scene, approval(scene, scene.at(), null));
              scene.pass();
              scene.later(MINUTE).spec(changed);
              assertThat(approvableAfterAPass(scene).content()).isNotNull();
              assertThat(approved(scene).getStatus()).as(changed).isEqualTo("False");
            });
  }

  private static Approvable approvableAfterAPass(Scene scene) {
    scene.pass();
    return Objects.requireNonNull(scene.status().approvable());
  }

  @Test
  void whatItDoesNotSpeakOfVoidsNothing() {
    Scene scene = seen();
    granted(scene, approval(scene, scene.at(), null));
    scene.pass();
    scene.later(MINUTE).spec("settle: 31s\nhold: {reason: lunch}\n" + REQUIRED);
    scene.pass();
    assertThat(approved(scene).getStatus()).isEqualTo("True");
  }

  @Test
  void whatWasVerifiedIsNotUndoneByItsDeletionAndDriftIsCorrected() {
    Scene scene = verified();
    scene.grants(Grants.NONE).later(MINUTE);
    scene.pass();
    assertThat(approved(scene).getStatus()).isEqualTo("True");
    assertThat(scene.status().approvedBy()).isEqualTo("alice");

    scene.with(deployment("users").pinnedTo(set(scene)).container("users", "r.io/g/users:by-hand"));
    assertThat(scene.plan().work().pins()).hasSize(1);
  }

  private static Scene verified() {
    Scene scene = seen();
    granted(scene, approval(scene, scene.at(), null)).with(pinned(Duration.ofHours(1)));
    scene.pass();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);
    return scene;
  }

  @Test
  void whatWasVerifiedNeedsOneForTheNextSet() {
    Scene scene = verified();
    String before = set(scene);
    scene.later(MINUTE).spec(REQUIRED.replace(A, B));
    scene.pass();
    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.status().enforcedSet()).isEqualTo(before);
    assertThat(scene.status().digestSet()).isNotEqualTo(before);

    scene.spec(REQUIRED);
    scene.pass();
    assertThat(approved(scene).getStatus()).isEqualTo("True");
  }

  @Test
  void revokedBeforeItWasVerifiedClosesTheGate() {
    Scene scene = seen();
    granted(scene, approval(scene, scene.at(), null));
    scene.pass();
    scene.grants(Grants.NONE);
    assertThat(scene.plan().work().pins()).isEmpty();
    scene.pass();
    assertThat(scene.status().approvedBy()).isNull();
  }

  @Test
  void whatWasVerifiedWithoutAnyIsNotUndoneWhenTheyBecomeRequired() {
    Scene scene = Scene.of(ONE).with(pinned(Duration.ofHours(1)));
    scene.pass();
    scene.spec(REQUIRED);
    scene.pass();
    assertThat(approved(scene).getStatus()).isEqualTo("True");
    assertThat(scene.status().approvedBy()).isNull();
  }

  @Test
  void whatCannotBeReadCountsAsMissingAndNamesTheRight() {
    Scene scene = seen();
    scene.grants(
        new Grants(
            Map.of(), List.of(), new Grants.Blind("the operator may not list them", true), null));
    assertThat(scene.plan().work().pins()).isEmpty();
    scene.pass();
    assertThat(approved(scene).getStatus()).isEqualTo("Unknown");
    assertThat(Conditions.find(scene.status().conditions(), ConditionType.Stalled))
        .hasValueSatisfying(it -> assertThat(it.getReason()).isEqualTo("Forbidden"));
  }

  @Test
  void oneThatEndsBeforeItsPodsAreReadyIsRemembered() {
    Scene scene = seen();
    granted(scene, approval(scene, scene.at(), null));
    scene.pass();
    scene.grants(Grants.NONE).with(pinned(Duration.ofHours(1)));
    scene.pass();
    scene.pass();
    assertThat(approved(scene).getStatus()).isEqualTo("True");
    assertThat(scene.status().approvedBy()).isEqualTo("alice");
  }

  @Test
  void whoApprovedTheNextSetIsNotTakenForWhoApprovedThisOne() {
    Scene scene = verified();
    scene.later(MINUTE).spec(REQUIRED.replace(A, B));
    scene.pass();
    scene.later(MINUTE);
    scene.grants(
        new Grants(
            Map.of(),
            List.of(new Approval("b", "core", set(scene), "bob", scene.at(), null)),
            null,
            null));
    scene.pass();
    assertThat(scene.status().approvedBy()).isEqualTo("bob");
    scene.grants(Grants.NONE).spec(REQUIRED);
    scene.pass();
    assertThat(scene.status().approvedBy()).isEqualTo("alice");
  }

  @Test
  void whatWasThereWhenTheChangeWasSeenDoesNotCountWhateverTheClocksSay() {
    Scene scene = seen();
    Instant ahead = scene.at().plusSeconds(90);
    granted(scene, approval(scene, ahead, null));
    scene.spec(REQUIRED + "secrets: [{name: db}]\n");
    scene.pass();
    assertThat(scene.plan().work().pins()).isEmpty();
    assertThat(scene.status().approvableSince()).isAfter(ahead);
  }
}
