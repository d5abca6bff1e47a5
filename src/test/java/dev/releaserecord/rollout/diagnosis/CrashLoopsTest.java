package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.PodCase.endedState;
import static dev.releaserecord.rollout.diagnosis.PodCase.exit;
import static dev.releaserecord.rollout.diagnosis.PodCase.pod;
import static dev.releaserecord.rollout.diagnosis.PodCase.runningState;
import static dev.releaserecord.rollout.diagnosis.PodCase.waitingState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Termination;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which ends of a container are a loop, and what it is that ends it. */
class CrashLoopsTest {

  private static PodCase app(ContainerState state, @Nullable Termination last, int restarts) {
    return pod("p").container("app", ContainerRole.Main, state, last, restarts);
  }

  private static Case at(long second, PodCase pod) {
    return deployment().readinessWindow(900).at(second).with(pod);
  }

  private static void causes(Case seen, Cause... causes) {
    assertThat(seen.diagnosis().faults()).extracting(Fault::cause).containsExactly(causes);
  }

  @Test
  void aMomentOfReadinessBetweenTwoCrashesIsNoRecovery() {
    Case moment = at(103, app(runningState(100, true), exit(1, 80), 2).ready(101));
    Case half = at(130, app(runningState(100, true), exit(1, 80), 2).ready(101));

    causes(moment, Cause.CrashLoop);
    assertThat(moment.diagnosis().lookAgain()).isEqualTo(Case.second(130));
    causes(half);
    assertThat(half.diagnosis().lookAgain()).isNull();
  }

  @Test
  void aProgramThatGivesUpAfterAMinuteIsNotMendedByAnotherMinute() {
    Case seen = at(350, app(runningState(300, true), exit(1, 220), 4));

    causes(seen, Cause.CrashLoop);
    causes(at(459, app(runningState(300, true), exit(1, 220), 4)), Cause.CrashLoop);
    causes(at(460, app(runningState(300, true), exit(1, 220), 4)));
  }

  @Test
  void aPodThatRestartsNowAndThenAndEachTimeAtOnceDoesNotLoop() {
    causes(at(3000, app(runningState(2999, true), exit(1, 2998), 5)));
    causes(at(3000, app(endedState(exit(1, 2999)), exit(1, 1800), 5)));
    causes(at(3000, app(endedState(exit(1, 2999)), exit(1, 2900), 5)), Cause.CrashLoop);
  }

  @Test
  void theKubeletsWordIsEnoughWhereTheRunsAreForgotten() {
    Case seen = at(60, app(waitingState("CrashLoopBackOff", ""), null, 3));

    causes(seen, Cause.CrashLoop);
    assertThat(seen.root().finding()).isEqualTo("container app of pod p ends again and again");
  }

  @Test
  void aBackOffAfterOneRestartTellsOfTwoEnds() {
    assertThat(at(60, pod("p").backOff(exit(1, 50), 1)).root().seen()).startsWith("ends again");
  }

  @Test
  void whatCouldNotStartOnceAndRunsNowIsFine() {
    causes(at(60, app(runningState(50, true), exit(128, "StartError", "x", 30), 3)));
  }

  @Test
  void aNodeThatWasStartedAgainMakesItsContainersAnew() {
    causes(at(600, app(waitingState("ContainerCreating", ""), exit(255, "Unknown", "", 550), 3)));
  }

  @Test
  void aHookThatFailedOnceMayHaveBeenTooEarly() {
    ContainerState hook = waitingState("PostStartHookError", "");

    causes(at(60, app(hook, exit(137, 50), 0)));
    causes(at(60, app(hook, exit(137, 50), 1)), Cause.StartError);
  }

  @Test
  void theHookThatFailsRatherThanTheBackOff() {
    PodCase seen = pod("p").backOff(exit(137, 50), 3);

    causes(at(60, seen.warned(49, "app", "FailedPostStartHook", "failed")), Cause.StartError);
  }

  @Test
  void theProbeThatKillsIsNamedThoughTheKubeletTellsOfItSeldom() {
    PodCase seen = pod("p").backOff(exit(143, 1800), 9);

    causes(
        at(1810, seen.warned(600, "app", "Unhealthy", "Liveness probe failed: HTTP 404")),
        Cause.ProbeFailing);
  }

  @Test
  void eventsThatWereCombinedSayTheSame() {
    String combined = "(combined from similar events): ";
    PodCase killed = pod("p").backOff(exit(143, 50), 4);
    PodCase unready = pod("p").running(5);

    causes(
        at(60, killed.warned(49, "app", "Unhealthy", combined + "Liveness probe failed: x")),
        Cause.ProbeFailing);
    assertThat(
            deployment()
                .at(60)
                .with(
                    unready.warned(
                        49,
                        "app",
                        "Unhealthy",
                        combined
                            + "Readiness probe failed: HTTP probe failed with statuscode: 500"))
                .root()
                .seen())
        .contains("HTTP 500");
  }

  @Test
  void whatARuntimeCannotStartForIsTold() {
    String oom = "container init was OOM-killed (memory limit too low?)";
    String mount = "error mounting \"/var/lib/x\" to rootfs at \"/y\": no such file or directory";

    causes(at(60, pod("p").backOff(exit(128, "StartError", oom, 50), 1)), Cause.OutOfMemory);
    assertThat(at(60, pod("p").waiting("RunContainerError", mount)).root().seen())
        .isEqualTo("cannot be started: a volume cannot be mounted at its place in the image");
  }
}
