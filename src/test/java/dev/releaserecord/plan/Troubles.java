package dev.releaserecord.plan;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.PodContainer.Run;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Instant;
import java.util.List;

/** One service, users, and what its pods may suffer from. */
final class Troubles {

  static final String A = "sha256:" + "a".repeat(64);
  static final String USERS = "r.io/g/users@" + A;

  static final String ONE =
      """
      imagePrefix: r.io/g
      services:
      - {name: users, digest: "%s"}
      """
          .formatted(A);

  private Troubles() {}

  static Subject users() {
    return Subject.deployment("users").container("users", USERS);
  }

  static PodContainer container(Run run) {
    return new PodContainer("users", ContainerRole.Main, USERS, "", run);
  }

  private static PodContainer waiting(String reason, String message) {
    return container(new Run(new ContainerState.Waiting(reason, message), null, 0, false));
  }

  /** May pass. */
  static List<PodContainer> pulling() {
    return List.of(waiting("ErrImagePull", "dial tcp: i/o timeout"));
  }

  /** Does not pass. */
  static List<PodContainer> withoutKey() {
    return List.of(
        waiting("CreateContainerConfigError", "couldn't find key PORT in Secret gobee/users-rds"));
  }

  /** Does not pass. */
  static List<PodContainer> crashing(Instant at) {
    Termination end = new Termination(1, 0, "Error", "", at.minusSeconds(20), "");
    return List.of(
        container(new Run(new ContainerState.Waiting("CrashLoopBackOff", ""), end, 4, false)));
  }

  /** Runs, and is not ready: for 30 seconds this is as it should be. */
  static List<PodContainer> notReady(Instant since) {
    return List.of(container(new Run(new ContainerState.Running(since, true), null, 0, false)));
  }

  static List<PodContainer> fine(Instant since) {
    return List.of(container(new Run(new ContainerState.Running(since, true), null, 0, true)));
  }

  static ServiceState.Stuck stuck(Scene scene) {
    return (ServiceState.Stuck) scene.state("users");
  }
}
