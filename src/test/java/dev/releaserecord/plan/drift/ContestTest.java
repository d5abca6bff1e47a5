package dev.releaserecord.plan.drift;

import static dev.releaserecord.plan.drift.Fight.FOREIGN;
import static dev.releaserecord.plan.drift.Fight.SPEC;
import static dev.releaserecord.plan.drift.Fight.USERS;
import static dev.releaserecord.plan.drift.Fight.flip;
import static dev.releaserecord.plan.drift.Fight.governed;
import static dev.releaserecord.plan.drift.Fight.moved;
import static dev.releaserecord.plan.drift.Fight.steady;
import static dev.releaserecord.plan.drift.Fight.stopped;
import static dev.releaserecord.scene.Subject.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.DriftEntry;
import dev.releaserecord.condition.StallReason;
import dev.releaserecord.plan.ServiceState;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.event.EventDraft;
import dev.releaserecord.status.event.EventProjector;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How long an image that somebody else writes is set back, and what ends the pause. */
class ContestTest {

  @Test
  void theFifthFlipInTenMinutesIsLeft() {
    Scene scene = stopped();

    assertThat(scene.state("users"))
        .isInstanceOfSatisfying(
            ServiceState.Blocked.class,
            state -> {
              assertThat(state.cause()).isEqualTo(Cause.Drifted);
              assertThat(state.message())
                  .contains(
                      "container users of Deployment/users",
                      FOREIGN,
                      "argocd-controller",
                      "5 times in 10 minutes",
                      "ignoreDifferences",
                      "releaserecord.dev/retry");
            });
    assertThat(Objects.requireNonNull(scene.service("users").stall()).reason())
        .isEqualTo(StallReason.Contended);
    assertThat(scene.status().contention())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.workload()).isEqualTo("Deployment/users");
              assertThat(it.container()).isEqualTo("users");
              assertThat(it.manager()).isEqualTo("argocd-controller");
              assertThat(it.flips()).hasSize(5);
              assertThat(it.stoppedAt()).isEqualTo(scene.at());
            });
    assertThat(scene.status().summary()).isEqualTo("2/3 verified; users: contended");
    assertThat(scene.status().conditions())
        .anySatisfy(
            it -> {
              assertThat(it.getType()).isEqualTo("Stalled");
              assertThat(it.getReason()).isEqualTo("Contended");
            });
    assertThat(scene.status().drift())
        .hasSize(5)
        .first()
        .extracting(DriftEntry::corrected)
        .isEqualTo(false);
  }

  @Test
  void theSixthInADayIsLeft() {
    Scene scene = governed();
    for (int i = 0; i < 5; i++) {
      assertThat(flip(scene, "kustomize-controller")).isTrue();
      scene.later(Duration.ofHours(4));
    }
    assertThat(flip(scene, "kustomize-controller")).isFalse();
    assertThat(scene.state("users").message()).contains("6 times in 24 hours");
  }

  @Test
  void whatIsFurtherApartIsAlwaysSetBack() {
    Scene scene = governed();
    for (int i = 0; i < 20; i++) {
      assertThat(flip(scene, "kubectl-set")).isTrue();
      scene.later(Duration.ofHours(5));
    }
    assertThat(scene.status().contention())
        .singleElement()
        .satisfies(it -> assertThat(it.flips()).hasSize(6));
  }

  @Test
  void eachManagerIsCountedForItself() {
    Scene scene = governed();
    for (int i = 0; i < 4; i++) {
      assertThat(flip(scene, "kubectl-set")).isTrue();
      assertThat(flip(scene, "kubectl-edit")).isTrue();
    }
    assertThat(flip(scene, "keel")).isTrue();
    assertThat(flip(scene, "kubectl-edit")).isFalse();
    scene.with(moved("keel"));
    assertThat(scene.pass().applied()).as("a stopped container").isEmpty();
  }

  @Test
  void onlyThatServiceAndThoseAfterItStop() {
    Scene scene = stopped();
    scene.with(deployment("certs").container("certs", "r.io/g/certs:1"));
    scene.with(deployment("front").container("front", "r.io/g/front:1"));

    assertThat(scene.plan().work().pins())
        .extracting(pin -> pin.workload().name())
        .containsExactly("certs");
    assertThat(scene.state("front")).isInstanceOf(ServiceState.Waiting.class);
  }

  @Test
  void quietEndsNothingAndWritesNothing() {
    Scene scene = stopped();
    var before = scene.status();
    for (int i = 0; i < 3; i++) {
      scene.later(Duration.ofDays(2)).with(moved("argocd-controller"));
      Outcome outcome = scene.pass();
      assertThat(outcome.applied()).isEmpty();
      assertThat(scene.status()).isEqualTo(before);
      assertThat(EventProjector.between(outcome, scene.status())).isEmpty();
    }
  }

  @Test
  void aChangedSpecEndsIt() {
    Scene scene = stopped().spec(SPEC + "settle: 10s\n");
    assertThat(flip(scene, "argocd-controller")).isTrue();
    assertThat(scene.status().contention())
        .singleElement()
        .satisfies(it -> assertThat(it.flips()).hasSize(1));
  }

  @Test
  void aRetryEndsIt() {
    Scene scene = stopped().retry("1");
    assertThat(flip(scene, "argocd-controller")).isTrue();
    assertThat(flip(scene, "argocd-controller")).isTrue();
    assertThat(scene.status().contention())
        .singleElement()
        .satisfies(it -> assertThat(it.flips()).hasSize(2));
  }

  @Test
  void theDeclaredImageEndsIt() {
    Scene scene = stopped().with(steady("users"));
    scene.pass();
    assertThat(scene.status().contention()).isEmpty();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);
    assertThat(flip(scene, "argocd-controller")).isTrue();
  }

  /** A correction that was on its way for long is no answer of the other side. */
  @Test
  void theDeclaredImageForgetsNothingWhereWeWroteIt() {
    Subject late = deployment("users").writtenBy("release-operator").container("users", USERS);
    Scene scene = stopped().with(late.steadyFor(Duration.ofHours(1)));
    scene.pass();
    assertThat(scene.state("users")).isInstanceOf(ServiceState.Verified.class);
    assertThat(scene.status().contention())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.stoppedAt()).isNull();
              assertThat(it.flips()).hasSize(5);
            });
    assertThat(flip(scene, "argocd-controller")).isFalse();
    scene.later(Duration.ofDays(1)).with(late);
    scene.pass();
    assertThat(flip(scene, "argocd-controller")).as("a day later").isTrue();
  }

  @Test
  void whatIsOnlyReportedIsNotCounted() {
    Scene scene = governed().spec("drift: Report\n" + SPEC);
    scene.pass();
    for (int i = 0; i < 6; i++) {
      assertThat(flip(scene, "kubectl-set")).isFalse();
      scene.with(steady("users")).pass();
    }
    assertThat(scene.status().contention()).isEmpty();
    assertThat(scene.status().drift())
        .as("each time")
        .hasSize(6)
        .allSatisfy(it -> assertThat(it.corrected()).isFalse());
  }

  @Test
  void itIsToldOnceWhenItBegins() {
    Scene scene = governed();
    List<EventDraft> events = List.of();
    for (int i = 0; i < 5; i++) {
      scene.with(moved("kustomize-controller"));
      Outcome outcome = scene.pass();
      events = EventProjector.between(outcome, scene.status());
      if (i < 4) {
        assertThat(events).extracting(EventDraft::reason).doesNotContain("Contended");
      }
    }
    assertThat(events).extracting(EventDraft::reason).containsExactly("Contended", "Contended");
    assertThat(events)
        .allSatisfy(event -> assertThat(event.note()).contains("kustomize-controller", "Flux"));
    assertThat(events)
        .anySatisfy(event -> assertThat(event.workload()).hasToString("Deployment/users"));
  }
}
