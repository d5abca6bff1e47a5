package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.cronJob;
import static dev.releaserecord.rollout.diagnosis.Case.daemonSet;
import static dev.releaserecord.rollout.diagnosis.Case.deployment;
import static dev.releaserecord.rollout.diagnosis.Case.statefulSet;
import static dev.releaserecord.rollout.diagnosis.PodCase.endedState;
import static dev.releaserecord.rollout.diagnosis.PodCase.exit;
import static dev.releaserecord.rollout.diagnosis.PodCase.pod;
import static dev.releaserecord.rollout.diagnosis.PodCase.readyPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.ContainerRole;
import org.junit.jupiter.api.Test;

/** Each kind of workload replaces its pods in its own way, so each is judged in its own way. */
class KindsTest {

  private static PodCase broken(String name) {
    return pod(name).waiting("InvalidImageName", "").image("users@IGEST_USERS__");
  }

  private static void causes(Case seen, Cause... causes) {
    assertThat(seen.diagnosis().faults()).extracting(Fault::cause).containsExactly(causes);
  }

  @Test
  void theNewRevisionOfADeploymentIsJudgedAndTheOldOneIsNot() {
    causes(deployment().with(readyPod("o").old(), broken("n")), Cause.UnresolvedPlaceholder);
    causes(deployment().with(broken("o").old(), readyPod("n")));
  }

  @Test
  void allPodsOfADeploymentAreJudgedWhereNobodyKnowsTheNewRevision() {
    causes(deployment().noRevisions().with(broken("p")), Cause.UnresolvedPlaceholder);
  }

  @Test
  void aFailureOfAnOlderReplicaSetIsHistory() {
    Case seen = deployment().with(pod("n").waiting("ContainerCreating", ""));

    causes(seen);
    causes(deployment().cannotCreate("exceeded quota: q").statusLags());
  }

  @Test
  void aPodOfAStatefulSetThatIsBrokenAtAnOlderRevisionIsInTheWay() {
    causes(statefulSet().with(broken("users-0").old()), Cause.UnresolvedPlaceholder);
  }

  @Test
  void aPartitionKeepsTheLowerOrdinalsBehind() {
    Case seen =
        statefulSet()
            .partition(1)
            .counts(2, 2, 1, 2)
            .with(readyPod("users-0").old(), readyPod("users-1"));

    causes(seen, Cause.StaleRevision);
    assertThat(seen.root().place().pod()).isEqualTo("users-0");
    assertThat(seen.root().seen()).contains("rollingUpdate.partition is 1");
    causes(statefulSet().partition(1).with(readyPod("users-1").old()));
  }

  @Test
  void aStatefulSetUnderOnDeleteKeepsEveryOldPod() {
    Case seen =
        statefulSet()
            .onDelete()
            .counts(2, 2, 0, 2)
            .with(readyPod("users-0").old(), readyPod("users-1").old());

    causes(seen, Cause.StaleRevision, Cause.StaleRevision);
    assertThat(seen.diagnosis().message())
        .startsWith("pod users-0 still runs an older revision")
        .contains("(1 more pod too)", "OnDelete");
  }

  @Test
  void nothingIsStaleWhileTheStatusSpeaksOfAnOlderTemplate() {
    causes(statefulSet().onDelete().statusLags().with(readyPod("users-0").old()));
  }

  @Test
  void aStatefulSetsQuotaIsToldByItsEventAndLaterByTheQuotaItself() {
    String denied =
        "create Pod users-1 in StatefulSet users failed error: pods \"users-1\" is forbidden:"
            + " exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1";
    Case told = statefulSet().wants(2).failedCreate(5, denied).with(readyPod("users-0"));
    Case later = statefulSet().wants(2).quota("q", "pods: 1 of 1").with(readyPod("users-0"));

    causes(told, Cause.QuotaExceeded);
    assertThat(told.root().seen())
        .isEqualTo(
            "cannot make more pods: exceeded quota: q, requested: pods=1, used: pods=1, limited:"
                + " pods=1");
    causes(later, Cause.QuotaExceeded);
    assertThat(later.root().seen())
        .isEqualTo("has 1 of 2 pods, and ResourceQuota q is used up (pods: 1 of 1)");
  }

  @Test
  void aUsedUpQuotaOfSomethingElseIsNoReason() {
    causes(statefulSet().wants(2).quota("q", "requests.cpu: 2 of 2").with(readyPod("users-0")));
  }

  @Test
  void aBrokenPodOfAnOrderedSetIsNearerThanAQuotaThatIsFullByChance() {
    causes(
        statefulSet().wants(2).quota("q", "pods: 5 of 5").with(broken("users-0")),
        Cause.UnresolvedPlaceholder);
  }

  @Test
  void aDaemonSetReplacesOldPodsByItselfButNotUnderOnDelete() {
    causes(daemonSet().with(broken("o").old()));
    causes(daemonSet().with(broken("n")), Cause.UnresolvedPlaceholder);
    causes(daemonSet().onDelete().with(broken("o").old()), Cause.UnresolvedPlaceholder);
    causes(daemonSet().onDelete().with(readyPod("o").old()), Cause.StaleRevision);
    causes(daemonSet().with(readyPod("o").old()));
  }

  @Test
  void aDaemonSetThatMayMakeNoPodsSaysSo() {
    causes(
        daemonSet().failedCreate(5, "violates PodSecurity \"restricted:latest\": privileged"),
        Cause.AdmissionDenied);
  }

  @Test
  void aFailedJobIsExplainedByItsPod() {
    Case seen =
        cronJob()
            .failed("j1", 0)
            .with(
                pod("j1-a")
                    .ofJob("j1")
                    .container("app", ContainerRole.Main, endedState(exit(4, 20)), null, 0)
                    .ended(true, ""));

    causes(seen, Cause.CrashLoop);
    assertThat(seen.root().finding()).isEqualTo("container app of pod j1-a ended with exit code 4");
  }

  @Test
  void aJobsPodThatCannotStartIsToldAtOnce() {
    causes(cronJob().runs("j1", 0).with(broken("j1-a").ofJob("j1")), Cause.UnresolvedPlaceholder);
  }

  @Test
  void theNewestJobCountsAndNobodyElsesPods() {
    causes(cronJob().failed("j1", 0).runs("j2", 300).with(broken("j1-a").ofJob("j1")));
    causes(cronJob().completed("j1", 0).with(broken("j1-a").ofJob("j1")));
  }

  @Test
  void theTemplateAloneShowsAPlaceholder() {
    Facts facts = deployment().templateImage("users@IGEST_USERS__").facts();

    assertThat(Diagnostician.template(facts.workload(), _ -> true))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.cause()).isEqualTo(Cause.UnresolvedPlaceholder);
              assertThat(fault.finding())
                  .startsWith("container app has")
                  .contains("@IGEST_USERS__");
            });
    assertThat(Diagnostician.template(facts.workload(), _ -> false)).isEmpty();
  }

  @Test
  void whatIsBrokenAtAnOlderRevisionIsToGoAndNotToBeMended() {
    assertThat(statefulSet().with(broken("users-0").old()).root().next()).contains("delete it");
    assertThat(statefulSet().with(broken("users-0")).root().next()).doesNotContain("delete");
    assertThat(statefulSet().partition(1).with(broken("users-0").old()).root().next())
        .doesNotContain("delete");
    assertThat(daemonSet().onDelete().with(broken("o").old()).root().next()).contains("delete it");
  }

  @Test
  void whatStandsBehindAPausedRolloutIsNotWhyItDoesNotMove() {
    Case before = deployment().stopped().counts(1, 1, 0, 0).noRevisions();
    Case within = deployment().stopped().counts(2, 2, 1, 1);

    causes(before.with(broken("o").old()), Cause.Paused);
    causes(
        within.with(readyPod("o").old(), broken("n")), Cause.UnresolvedPlaceholder, Cause.Paused);
  }
}
