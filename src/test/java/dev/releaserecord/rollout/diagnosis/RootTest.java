package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.PodCase.exit;
import static dev.releaserecord.rollout.diagnosis.PodCase.pod;
import static dev.releaserecord.rollout.diagnosis.PodCase.readyPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.ContainerRole;
import org.junit.jupiter.api.Test;

/** The root is told first, and its symptoms after it or not at all. */
class RootTest {

  private static PodCase withoutKey(String name) {
    return pod(name)
        .waiting("CreateContainerConfigError", "couldn't find key SSLMODE in Secret fx/users-rds");
  }

  private static PodCase crashing(String name) {
    return pod(name).backOff(exit(1, 50), 4);
  }

  @Test
  void theLivenessProbeThatKillsRatherThanTheBackOff() {
    Case seen =
        deployment()
            .at(60)
            .with(
                pod("p")
                    .backOff(exit(143, 50), 5)
                    .warned(49, "app", "BackOff", "Back-off restarting failed container app")
                    .warned(48, "app", "Unhealthy", "Liveness probe failed: HTTP 404"));

    assertThat(seen.diagnosis().faults())
        .extracting(Fault::cause)
        .containsExactly(Cause.ProbeFailing);
  }

  @Test
  void aProgramThatEndsByItselfFailsItsProbesTooButThatIsNotWhy() {
    Case seen =
        deployment()
            .at(60)
            .with(
                crashing("p")
                    .warned(48, "app", "Unhealthy", "Liveness probe failed: connection refused"));

    assertThat(seen.root().cause()).isEqualTo(Cause.CrashLoop);
  }

  @Test
  void aProbeThatFailedLongBeforeOrInAnotherContainerDidNotKill() {
    Case seen =
        deployment()
            .at(5000)
            .with(
                pod("p")
                    .backOff(exit(137, 4990), 5)
                    .warned(100, "app", "Unhealthy", "Liveness probe failed: HTTP 404")
                    .warned(4989, "proxy", "Unhealthy", "Liveness probe failed: HTTP 404"));

    assertThat(seen.root().cause()).isEqualTo(Cause.CrashLoop);
  }

  @Test
  void theNewPodsMissingKeyRatherThanThePendingTermination() {
    Case seen = deployment().at(120).with(readyPod("o").old().leaving(30), withoutKey("n"));

    assertThat(seen.root().cause()).isEqualTo(Cause.MissingSecretKey);
    assertThat(seen.diagnosis().message())
        .startsWith("container app of pod n needs the key SSLMODE of Secret users-rds")
        .contains(". Also: pod o is past its grace period");
  }

  @Test
  void theQuotaRatherThanTheMissingReplica() {
    Case seen =
        deployment()
            .wants(2)
            .cannotCreate("pods \"x\" is forbidden: exceeded quota: q, limited: pods=1")
            .with(readyPod("p"));

    assertThat(seen.diagnosis().faults())
        .extracting(Fault::cause)
        .containsExactly(Cause.QuotaExceeded);
  }

  @Test
  void theLostNodeRatherThanThePodThatWillNotLeave() {
    Case seen =
        deployment().at(400).lostNode("node1", 20).with(pod("p").running(1).old().leaving(350));

    assertThat(seen.diagnosis().faults()).extracting(Fault::cause).containsExactly(Cause.NodeLost);
  }

  @Test
  void theLostNodeRatherThanTheProbesThatFailOnIt() {
    Case seen = deployment().at(400).lostNode("node1", 20).with(pod("p").running(1));

    assertThat(seen.diagnosis().faults()).extracting(Fault::cause).containsExactly(Cause.NodeLost);
  }

  @Test
  void twoCausesAreBothToldTheOneNearestTheRootFirst() {
    Diagnosis one = deployment().at(60).with(crashing("a"), withoutKey("b")).diagnosis();
    Diagnosis other = deployment().at(60).with(withoutKey("b"), crashing("a")).diagnosis();

    assertThat(one.root()).map(Fault::cause).contains(Cause.MissingSecretKey);
    assertThat(one.message())
        .containsSubsequence("pod b needs the key", ". Also: container app of pod a ends again");
    assertThat(other.message()).isEqualTo(one.message());
  }

  @Test
  void ofTwoContainersOfOnePodTheOneNearerTheRootIsToldWhateverTheirOrder() {
    Case seen =
        deployment()
            .at(60)
            .with(
                pod("p")
                    .backOff(exit(1, 50), 4)
                    .container(
                        "proxy",
                        ContainerRole.Main,
                        PodCase.waitingState("ErrImagePull", "manifest unknown"),
                        null,
                        0));

    assertThat(seen.root().cause()).isEqualTo(Cause.ImageNotFound);
    assertThat(seen.root().place().container()).isEqualTo("proxy");
  }

  @Test
  void podsThatShareACauseAreCountedNotListed() {
    Case seen = deployment().at(60).with(withoutKey("a"), withoutKey("b"), withoutKey("c"));

    assertThat(seen.diagnosis().message())
        .startsWith("container app of pod a needs")
        .contains("(2 more pods too)")
        .doesNotContain("pod b");
  }

  @Test
  void theMessageDoesNotChangeWithTime() {
    String then = deployment().at(60).with(crashing("a"), withoutKey("b")).diagnosis().message();
    String later = deployment().at(6000).with(crashing("a"), withoutKey("b")).diagnosis().message();

    assertThat(later).isEqualTo(then);
  }

  @Test
  void whatWillReadOtherwiseByItselfSaysWhen() {
    assertThat(deployment().at(10).with(pod("p").running(5)).diagnosis().lookAgain())
        .isEqualTo(Case.second(30));
    assertThat(deployment().at(31).with(pod("p").running(5)).diagnosis().lookAgain())
        .isEqualTo(Case.second(35));
    assertThat(deployment().at(10).with(readyPod("p").leaving(40)).diagnosis().lookAgain())
        .isEqualTo(Case.second(70));
    assertThat(deployment().at(10).with(readyPod("p")).diagnosis().lookAgain()).isNull();
  }
}
