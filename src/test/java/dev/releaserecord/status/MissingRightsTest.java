package dev.releaserecord.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingRightsTest {

  private static final String IMAGE = "r.io/g/users@sha256:" + "a".repeat(64);
  private static final String SPEC =
      """
      services:
      - {name: users, image: r.io/g/users, digest: "sha256:%s"}
      """
          .formatted("a".repeat(64));

  private final Scene scene = Scene.of(SPEC);

  private String rolledOut() {
    return Conditions.find(scene.status().conditions(), ConditionType.RolledOut)
        .orElseThrow()
        .getMessage();
  }

  private static Subject users() {
    return Subject.deployment("users").container("users", IMAGE);
  }

  @Test
  void areNamedAsLongAsSomethingIsNotReady() {
    scene.missingRights("list nodes (a ClusterRole)", "list events").with(users());
    scene.pass();
    assertThat(rolledOut())
        .isEqualTo(
            "not ready yet: users; not looked at for lack of rights: list nodes (a ClusterRole),"
                + " list events");
    scene.with(users().steadyFor(Duration.ofHours(1)));
    scene.pass();
    assertThat(rolledOut()).isEqualTo("all pods are ready on their declared digests");
  }

  @Test
  void areNotMentionedWhereNoneIsMissing() {
    scene.with(users());
    scene.pass();
    assertThat(rolledOut()).isEqualTo("not ready yet: users");
  }

  @Test
  void includeThoseThatEvidenceLacks() {
    crash();
    taken("may not get pods/log in namespace gobee: grant it");
    String expected =
        "not ready yet: users; not looked at for lack of rights: list events, get pods/log";
    assertThat(rolledOut()).isEqualTo(expected);
    scene.pass();
    assertThat(rolledOut()).as("said as long as it is so").isEqualTo(expected);
    taken("the log of that run is gone");
    assertThat(rolledOut()).endsWith("lack of rights: list events");
  }

  private void crash() {
    Termination end = new Termination(1, 0, "Error", "", scene.at().minusSeconds(20), "");
    ContainerState waiting = new ContainerState.Waiting("CrashLoopBackOff", "");
    PodContainer.Run run = new PodContainer.Run(waiting, end, 4, false);
    scene
        .missingRights("list events")
        .with(
            users()
                .pod(
                    "users-1",
                    null,
                    List.of(new PodContainer("users", ContainerRole.Main, IMAGE, "", run))));
  }

  private void taken(String trouble) {
    EvidenceWanted wanted = scene.plan().work().evidence().getFirst();
    Evidence evidence = new Evidence("users-1", "users", 1, null, "Error", null, null);
    scene.taken(List.of(new EvidenceTaken(wanted, evidence, trouble)));
  }
}
