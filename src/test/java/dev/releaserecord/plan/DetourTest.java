package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.plan.Gobee.ONE;
import static dev.releaserecord.plan.Gobee.USERS;
import static dev.releaserecord.plan.Gobee.pinned;
import static dev.releaserecord.plan.Releases.FIRST;
import static dev.releaserecord.plan.Releases.IMAGE_B;
import static dev.releaserecord.plan.Releases.NEXT;
import static dev.releaserecord.plan.Releases.S1;
import static dev.releaserecord.plan.Releases.S2;
import static dev.releaserecord.plan.Releases.SECOND;
import static dev.releaserecord.plan.Releases.history;
import static dev.releaserecord.plan.Releases.images;
import static dev.releaserecord.plan.Releases.users;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * While what is declared may not be pinned, the verified set before it is defended; what people
 * undid is left alone.
 */
class DetourTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void whileASetIsRefusedTheOneBeforeIsDefended() {
    Scene scene = Scene.of(ONE).history(history(FIRST)).with(pinned(Duration.ofHours(1)));
    scene.pass();
    scene.later(MINUTE).spec("refuse: [\"" + S2 + "\"]\n" + NEXT);
    assertThat(scene.state("users").cause()).isEqualTo(Cause.SetRefused);
    assertThat(scene.state("users").message()).contains(S1, S2);
    scene.pass();
    assertThat(scene.status().enforcedSet()).isEqualTo(S1);
    assertThat(scene.status().pinned()).isEqualTo("1/1");

    scene.with(users("r.io/g/users:by-hand").pinnedTo(S1));
    assertThat(images(scene)).containsExactly(USERS);
  }

  @Test
  void whileAnApprovalIsAwaitedTheSetBeforeIsDefendedAndThePlanIsShown() {
    String required = "approval: Required\n";
    Scene scene = Scene.of(ONE).history(history(FIRST)).with(pinned(Duration.ofHours(1)));
    scene.pass();
    scene.later(MINUTE).spec(required + NEXT);
    assertThat(scene.state("users")).isInstanceOf(ServiceState.AwaitingApproval.class);
    assertThat(scene.plan().pending())
        .singleElement()
        .satisfies(pin -> assertThat(pin.changes().getFirst().to()).isEqualTo(IMAGE_B));
    scene.pass();
    scene.with(users("r.io/g/users:by-hand").pinnedTo(S1));
    assertThat(images(scene)).containsExactly(USERS);
  }

  /** Its digest is there: to ask for one would lead whoever is on call astray. */
  @Test
  void aFirstDigestThatAwaitsItsApprovalIsNotAskedForAgain() {
    String required = "approval: Required\n";
    Scene scene =
        Scene.of(ONE + "- {name: certs}\n")
            .history(history(FIRST))
            .with(pinned(Duration.ofHours(1)))
            .with(deployment("certs").container("certs", "certs@IGEST_CERTS__"));
    scene.pass();
    assertThat(scene.state("certs").cause()).isEqualTo(Cause.UnresolvedPlaceholder);
    scene.later(MINUTE).spec(required + ONE + "- {name: certs, digest: \"" + B + "\"}\n");
    assertThat(scene.state("certs")).isInstanceOf(ServiceState.AwaitingApproval.class);
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);
  }

  @Test
  void whatWasVerifiedOnceNeedsNoApprovalAgain() {
    String required = "approval: Required\n";
    Scene scene = Scene.of(required + ONE).history(history(FIRST)).with(users(IMAGE_B));
    assertThat(images(scene)).containsExactly(USERS);
    scene.spec(required + ONE + "secrets: [{name: db}]\n");
    assertThat(images(scene)).as("another content with the same digests").isEmpty();
  }

  @Test
  void whatSomebodyUndidByHandIsLeftAloneUntilSomebodyAsks() {
    Scene scene = Scene.of(ONE).history(history(FIRST)).with(pinned(Duration.ofHours(1)));
    scene.pass();
    scene.later(MINUTE).spec(NEXT);
    scene.pass();
    scene.with(users(IMAGE_B).pinnedTo(S2)).pass();
    scene.with(pinned(MINUTE).pinnedTo(S2));
    assertThat(images(scene)).isEmpty();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.RolledBack.class);
    assertThat(scene.state("users").cause()).isEqualTo(Cause.UndoneByHand);
    assertThat(scene.state("users").message()).contains(S1, "releaserecord.dev/retry");
    scene.pass();
    assertThat(scene.status().services().getFirst().phase()).isEqualTo(Phase.RolledBack);
    assertThat(images(scene)).as("and stays so").isEmpty();

    scene.history(history(FIRST, SECOND));
    assertThat(images(scene)).as("from a verified one it is drift").containsExactly(IMAGE_B);
    scene.history(history(FIRST)).retry("now");
    assertThat(images(scene)).containsExactly(IMAGE_B);
  }
}
