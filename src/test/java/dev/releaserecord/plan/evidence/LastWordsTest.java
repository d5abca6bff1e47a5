package dev.releaserecord.plan.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LastWordsTest {

  private static final String IMAGE = "r.io/g/users@sha256:" + "a".repeat(64);
  private static final String SPEC =
      """
      services:
      - {name: users, image: r.io/g/users, digest: "sha256:%s"}
      """
          .formatted("a".repeat(64));

  private final Scene scene = Scene.of(SPEC);

  /** It has crashed and waits to be started again. */
  private void crash(int code, int run) {
    Termination end =
        new Termination(code, 0, "Error", "", scene.at().minusSeconds(20), "containerd://" + run);
    ContainerState waiting = new ContainerState.Waiting("CrashLoopBackOff", "");
    scene.with(
        Subject.deployment("users")
            .container("users", IMAGE)
            .pod(
                "users-1",
                null,
                List.of(
                    new PodContainer(
                        "users",
                        ContainerRole.Main,
                        IMAGE,
                        "",
                        new PodContainer.Run(waiting, end, run, false)))));
  }

  private List<EvidenceWanted> wanted() {
    return scene.plan().work().evidence();
  }

  /** A pass in which evidence was taken, with this log. */
  private void taken(@Nullable String log) {
    EvidenceWanted wanted = wanted().getFirst();
    Evidence evidence =
        new Evidence(
            "users-1", "users", wanted.end().exitCode(), null, wanted.end().reason(), null, log);
    scene.taken(List.of(new EvidenceTaken(wanted, evidence, null)));
  }

  @Test
  void theEndOfARunIsReadOnce() {
    crash(1, 4);
    assertThat(wanted())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.container()).isEqualTo("users");
              assertThat(it.end().containerId()).isEqualTo("containerd://4");
              assertThat(it.again()).isFalse();
            });
    taken("panic");
    assertThat(wanted()).isEmpty();
    crash(1, 5);
    assertThat(wanted()).as("the same words as before").isEmpty();
    crash(2, 6);
    assertThat(wanted()).singleElement().matches(it -> !it.again());
  }

  @Test
  void whatHasNoLogYetIsLookedForAgain() {
    crash(1, 4);
    taken(null);
    assertThat(wanted()).singleElement().matches(EvidenceWanted::again);
    taken("panic");
    assertThat(wanted()).isEmpty();
  }
}
