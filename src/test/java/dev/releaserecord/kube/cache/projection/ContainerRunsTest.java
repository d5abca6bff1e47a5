package dev.releaserecord.kube.cache.projection;

import static dev.releaserecord.kube.cache.projection.PodManifest.HEALTHY;
import static dev.releaserecord.kube.cache.projection.PodManifest.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is kept of the containers of a pod, and of how they run. */
class ContainerRunsTest {

  @Test
  void containersComeInTheOrderInWhichTheyStart() {
    assertThat(pod(HEALTHY).containers())
        .containsExactly(
            new PodContainer(
                "migrate",
                ContainerRole.Init,
                "repo/migrate:1",
                "repo/migrate@sha256:aa",
                new PodContainer.Run(
                    new ContainerState.Terminated(
                        new Termination(
                            0, 0, "Completed", "", Instant.parse("2026-11-21T11:10:32Z"), "")),
                    null,
                    0,
                    true)),
            new PodContainer(
                "proxy",
                ContainerRole.Sidecar,
                "repo/proxy:1",
                "repo/proxy@sha256:bb",
                new PodContainer.Run(
                    new ContainerState.Running(Instant.parse("2026-11-21T11:10:33Z"), true),
                    null,
                    0,
                    true)),
            new PodContainer(
                "app",
                ContainerRole.Main,
                "repo/users:1",
                "repo/users@sha256:cc",
                new PodContainer.Run(
                    new ContainerState.Running(Instant.parse("2026-11-21T11:10:40Z"), true),
                    new Termination(
                        137,
                        9,
                        "OOMKilled",
                        "too much",
                        Instant.parse("2026-11-21T11:10:39Z"),
                        "containerd://1"),
                    1,
                    true)));
  }

  @Test
  void aContainerWaitsOrHasNotStarted() {
    PodContainer waiting =
        pod(HEALTHY.replace(
                "state: {running: {startedAt: \"2026-11-21T11:10:40Z\"}}",
                "state: {waiting: {reason: CrashLoopBackOff, message: back-off 10s}}"))
            .containers()
            .getLast();
    assertThat(waiting.state())
        .isEqualTo(new ContainerState.Waiting("CrashLoopBackOff", "back-off 10s"));
    assertThat(waiting.run().last()).isNotNull();

    PodContainer starting =
        pod(HEALTHY.replace("restartCount: 1", "restartCount: 1\n    started: false"))
            .containers()
            .getLast();
    assertThat(starting.state())
        .isEqualTo(new ContainerState.Running(Instant.parse("2026-11-21T11:10:40Z"), false));
  }
}
