package dev.releaserecord.app.status;

import static dev.releaserecord.app.status.Standings.BEGUN;
import static dev.releaserecord.app.status.Standings.DONE;
import static dev.releaserecord.app.status.Standings.STUCK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is worth a line. */
class ChangeLinesTest {

  private static List<String> between(String before, String now) {
    return ChangeLines.between(Standings.of(before), Standings.of(now));
  }

  @Test
  void firstAllIsTold() {
    assertThat(ChangeLines.first(Standings.of(BEGUN)))
        .containsExactly(
            "core: RollingOut, 1/2 verified; users: rolling out",
            "users: RollingOut, 0/2 ready: pods are being replaced",
            "mail: Verified, 1/1 ready: all pods are ready");
  }

  @Test
  void thenWhatHasChanged() {
    assertThat(between(BEGUN, STUCK))
        .containsExactly(
            "users: Stuck (ImageNotFound), 0/2 ready: push it",
            "core: Stuck, 1/2 verified; users: image not found");
    assertThat(between(BEGUN, DONE))
        .containsExactly(
            "users: Verified, 2/2 ready: all pods are ready",
            "check version of users: Passed",
            "core: Verified, 2/2 verified");
    assertThat(between(DONE, DONE)).isEmpty();
  }

  @Test
  void anotherSpecIsToldBeforeAnybodyHasLookedAtIt() {
    assertThat(between(DONE, DONE.replace("generation: 3}", "generation: 4}")))
        .containsExactly(
            "core: the operator has not looked at the newest spec yet; is it running?");
    assertThat(between(DONE, DONE.replace("sha256:1", "sha256:2")))
        .containsExactly("core declares sha256:2");
  }

  @Test
  void servicesComeAndGo() {
    String without =
        DONE.lines().filter(it -> !it.contains("name: mail")).reduce("", (a, b) -> a + b + "\n");
    assertThat(between(DONE, without)).containsExactly("mail: no longer in the record");
    assertThat(between(without, DONE))
        .containsExactly("mail: Verified, 1/1 ready: all pods are ready");
  }

  /** Newest first in the status; told in the order in which it was written. */
  @Test
  void whatOthersWroteIsToldOnce() {
    String drift =
        "  drift:\n"
            + "  - {at: \"2026-11-30T22:09:00Z\", workload: Deployment/users, container: users,"
            + " image: \"users:2\", corrected: false}\n"
            + "  - {at: \"2026-11-30T22:08:00Z\", workload: Deployment/users, container: users,"
            + " image: \"users:1\", manager: kubectl-set, corrected: true}\n";
    assertThat(between(DONE, DONE + drift))
        .containsExactly(
            "Deployment/users, container users: users:1 written by kubectl-set, set back",
            "Deployment/users, container users: users:2 written by somebody, left as it is");
    assertThat(between(DONE + drift, DONE + drift)).isEmpty();
  }
}
