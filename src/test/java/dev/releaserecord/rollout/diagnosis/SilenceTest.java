package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.cronJob;
import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.PodCase.endedState;
import static dev.releaserecord.rollout.diagnosis.PodCase.exit;
import static dev.releaserecord.rollout.diagnosis.PodCase.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.ContainerRole;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program or its command line says may hold a secret value: no message repeats it. */
class SilenceTest {

  private static final String MARK = "hunter2-canary";

  private static PodCase probed(String message) {
    return pod("p").running(1).warned(40, "app", "Unhealthy", message);
  }

  static Stream<PodCase> pods() {
    String runtime = "runc create failed: exec: \"/bin/app --password=" + MARK + "\": ";
    return Stream.of(
        pod("p").backOff(exit(1, "Error", "password " + MARK, 50), 4),
        pod("p").backOff(exit(137, "OOMKilled", MARK, 50), 4),
        pod("p").backOff(exit(128, "StartError", runtime + "no such file or directory", 50), 2),
        pod("p").backOff("migrate", ContainerRole.Init, exit(1, "Error", MARK, 50), 4),
        pod("p")
            .container(
                "app", ContainerRole.Main, endedState(exit(1, "Error", MARK, 50)), exit(1, 40), 3),
        pod("p").waiting("CreateContainerError", runtime + "permission denied"),
        pod("p").waiting("RunContainerError", runtime + "something else"),
        pod("p")
            .container(
                "app",
                ContainerRole.Main,
                PodCase.waitingState("PostStartHookError", "command printed " + MARK),
                exit(137, "Error", MARK, 50),
                1),
        probed("Readiness probe failed: connecting with " + MARK),
        probed("Readiness probe failed: timeout: command \"check " + MARK + "\" timed out"),
        probed("Readiness probe failed: HTTP probe failed with statuscode: 503 " + MARK),
        pod("p")
            .backOff(exit(143, "Error", MARK, 50), 4)
            .warned(45, "app", "Unhealthy", "Liveness probe failed: psql: " + MARK)
            .warned(45, "app", "FailedPostStartHook", "printed " + MARK));
  }

  @ParameterizedTest
  @MethodSource("pods")
  void noMessageCarriesWhatAProgramWrote(PodCase seen) {
    Diagnosis diagnosis = deployment().at(60).with(seen).diagnosis();

    assertThat(diagnosis.message()).isNotEmpty().doesNotContain(MARK);
    assertThat(diagnosis.faults().toString()).doesNotContain(MARK);
  }

  @ParameterizedTest
  @MethodSource("pods")
  void norDoesTheMessageOfAJob(PodCase seen) {
    Case job = cronJob().failed("j1", 0).at(60).with(seen.ofJob("j1").ended(true, MARK));

    assertThat(job.diagnosis().message()).doesNotContain(MARK);
  }
}
