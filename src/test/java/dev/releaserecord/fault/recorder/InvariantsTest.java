package dev.releaserecord.fault.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Operators that are wrong in one way each, told as stories: the check that is meant finds it. */
class InvariantsTest {

  private static final String TAG = "r.io/users:1";
  private static final String A = "r.io/users@sha256:a";
  private static final String B = "r.io/users@sha256:b";
  private static final String DRAINED = "'releaserecord.dev/restore-replicas': '2'";

  private static Story declared() {
    return new Story().deployment("users", TAG, true).record(1, "sha256:a", false);
  }

  private static Story pinned() {
    return declared().pins(1, "users").deployment("users", A, false);
  }

  private static void assertSilent(Story story) {
    assertThat(story.account().violations()).isEmpty();
  }

  private static void assertCaught(Story story, String invariant) {
    assertThat(story.account().violations())
        .extracting(Violation::invariant)
        .containsExactly(invariant);
  }

  @Test
  void aReleaseThatIsMadeRightIsNoAlarm() {
    assertSilent(
        pinned()
            .deployment("users", A, true)
            .shownTo(1)
            .saysReady(1, 1)
            .record(1, "sha256:a", true)
            .sends(1, "POST", "events", "", "", "{}")
            .sends(1, "PUT", "leases", "release-operator", "", "{}"));
  }

  @Test
  void aViolationTellsTheWholeHistory() {
    Story story = pinned().deployment("users", "r.io/users:other", false);
    assertThat(story.account().violations().getFirst().toString())
        .contains("images are declared", "101 deployments/users", TAG, A, "r.io/users:other");
  }

  @Nested
  class Replicas {

    private Story then(int replicas, String labels) {
      return pinned().workload("deployments", "users", A, replicas, labels, true);
    }

    @Test
    void drainedWithTheLabelAndRestored() {
      assertSilent(then(0, DRAINED).workload("deployments", "users", A, 2, "", false));
    }

    @Test
    void drainedAndLabelledByASecondWrite() {
      assertCaught(
          then(0, "").workload("deployments", "users", A, 0, DRAINED, true), ReplicasKept.NAME);
    }

    @Test
    void drainedWithAWrongNumber() {
      assertCaught(then(0, "'releaserecord.dev/restore-replicas': '1'"), ReplicasKept.NAME);
    }

    @Test
    void restoredToAnotherNumber() {
      assertCaught(
          then(0, DRAINED).workload("deployments", "users", A, 1, "", true), ReplicasKept.NAME);
    }

    @Test
    void theLabelTakenAwayWhileDrained() {
      assertCaught(
          then(0, DRAINED).workload("deployments", "users", A, 0, "", true), ReplicasKept.NAME);
    }

    @Test
    void theUsersOwnScaleIsRestored() {
      Story scaled =
          then(0, DRAINED).workload("deployments", "users", A, 5, DRAINED, false).byUser();
      assertSilent(scaled.workload("deployments", "users", A, 5, "", true));
    }

    @Test
    void theUsersOwnScaleIsOverwritten() {
      Story scaled =
          then(0, DRAINED).workload("deployments", "users", A, 5, DRAINED, false).byUser();
      assertCaught(scaled.workload("deployments", "users", A, 2, "", true), ReplicasKept.NAME);
    }

    @Test
    void anEditOfSomethingElseInMidDrainScalesNothing() {
      Story edited = then(0, DRAINED).workload("deployments", "users", A, 0, DRAINED, true);
      assertSilent(edited.byUser().workload("deployments", "users", A, 2, "", true));
    }

    @Test
    void aStatefulSetIsNeverDrained() {
      assertCaught(
          new Story()
              .workload("statefulsets", "db", A, 2, "", true)
              .workload("statefulsets", "db", A, 0, DRAINED, true),
          ReplicasKept.NAME);
    }
  }

  @Nested
  class Images {

    @Test
    void pinnedToADigestThatNobodyDeclared() {
      assertCaught(declared().deployment("users", B, false), ImagesDeclared.NAME);
    }

    @Test
    void pinnedBeforeItWasDeclared() {
      assertCaught(
          declared().deployment("users", B, false).record(2, "sha256:b", false),
          ImagesDeclared.NAME);
    }

    @Test
    void theDigestOfAnotherService() {
      assertCaught(
          declared().deployment("other", "r.io/other:1", true).deployment("other", A, true),
          ImagesDeclared.NAME);
    }

    @Test
    void whatTheUserWroteIsTheUsersWord() {
      assertSilent(pinned().deployment("users", "r.io/users:mine", false).byUser());
    }

    @Test
    void aNewGenerationIsPinned() {
      assertSilent(pinned().record(2, "sha256:b", false).deployment("users", B, false));
    }
  }

  @Nested
  class Pods {

    private static final String AS_SEEN =
        "{preconditions: {uid: 'u', resourceVersion: '@VERSION@'}}";
    private static final String EVICTION = "{deleteOptions: {preconditions: {uid: 'u'}}}";

    private Story deleted(boolean ready, String body) {
      return new Story().database().pod(ready, false).sends(1, "DELETE", "pods", "db-0", "", body);
    }

    private Story evicted(boolean onDelete, String body) {
      return new Story()
          .database()
          .pod(true, onDelete)
          .sends(1, "POST", "pods", "db-0", "eviction", body);
    }

    @Test
    void aBrokenOneIsDeletedAsItWasSeen() {
      assertSilent(deleted(false, AS_SEEN));
    }

    @Test
    void aReadyOneIsDeleted() {
      assertCaught(deleted(true, AS_SEEN), ReadyPodsSpared.NAME);
    }

    @Test
    void deletedWhateverItIsNow() {
      assertCaught(deleted(false, "{preconditions: {uid: 'u'}}"), ReadyPodsSpared.NAME);
      assertCaught(deleted(false, "{}"), ReadyPodsSpared.NAME);
    }

    @Test
    void aReadyOneIsEvictedOnDelete() {
      assertSilent(evicted(true, EVICTION));
    }

    @Test
    void evictedWhereTheControllerDoesItItself() {
      assertCaught(evicted(false, EVICTION), ReadyPodsSpared.NAME);
    }

    @Test
    void evictedWithoutItsUid() {
      assertCaught(evicted(true, "{}"), ReadyPodsSpared.NAME);
    }
  }

  @Nested
  class Scope {

    private static final String GUARD = "{op: 'test', path: '/metadata/uid', value: 'u'}";

    private void assertCaughtFor(
        String method, String resource, String name, String subresource, String body) {
      assertCaught(
          declared().sends(1, method, resource, name, subresource, body), NothingElseWritten.NAME);
    }

    @Test
    void aWorkloadThatNoRecordNames() {
      assertCaught(declared().pins(1, "bystander"), NothingElseWritten.NAME);
    }

    @Test
    void aPodOfNobodys() {
      assertCaughtFor(
          "DELETE",
          "pods",
          "stranger",
          "",
          "{preconditions: {uid: 'u', resourceVersion: '@VERSION@'}}");
    }

    @Test
    void aPatchWithoutTheUid() {
      assertCaughtFor(
          "PATCH",
          "deployments",
          "users",
          "",
          "[{op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'x'}]");
    }

    @Test
    void aFieldThatIsNotOurs() {
      String pause = "[" + GUARD + ", {op: 'replace', path: '/spec/paused', value: false}]";
      assertCaughtFor("PATCH", "deployments", "users", "", pause);
    }

    @Test
    void aMergePatch() {
      assertCaughtFor("PATCH", "deployments", "users", "", "{spec: {replicas: 0}}");
    }

    @Test
    void theUsersSpecOfTheRecord() {
      String spec = "[" + GUARD + ", {op: 'replace', path: '/spec/hold', value: null}]";
      assertCaughtFor("PATCH", "releaserecords", "core", "", spec);
    }

    @Test
    void aFinalizerOfTheRecordIsOurs() {
      String finalizer = "[" + GUARD + ", {op: 'add', path: '/metadata/finalizers/-', value: 'f'}]";
      assertSilent(declared().sends(1, "PATCH", "releaserecords", "core", "", finalizer));
    }

    @Test
    void somethingElseAltogether() {
      assertCaughtFor("POST", "secrets", "", "", "{}");
      assertCaughtFor("PUT", "deployments", "users", "", "{}");
      assertCaughtFor("DELETE", "replicasets", "users-1", "", "{}");
    }
  }

  @Nested
  class Ready {

    @Test
    void saidAsSoonAsThePatchWasAnswered() {
      assertCaught(declared().pins(1, "users").saysReady(1, 1), ReadyEarned.NAME);
    }

    @Test
    void saidWhileItRollsOut() {
      assertCaught(pinned().shownTo(1).saysReady(1, 1), ReadyEarned.NAME);
    }

    @Test
    void saidOfWhatItWasNotShownYet() {
      assertCaught(
          pinned().shownTo(1).deployment("users", A, true).saysReady(1, 1), ReadyEarned.NAME);
    }

    @Test
    void saidOfWhatTheOperatorBeforeItWasShown() {
      assertCaught(
          pinned().deployment("users", A, true).shownTo(1).saysReady(2, 1), ReadyEarned.NAME);
    }

    @Test
    void saidOfTheNewGenerationForTheOldDigest() {
      assertCaught(
          pinned()
              .deployment("users", A, true)
              .shownTo(1)
              .record(2, "sha256:b", true)
              .saysReady(1, 2),
          ReadyEarned.NAME);
    }

    @Test
    void saidOfAGenerationThatIsNotThere() {
      assertCaught(
          pinned().deployment("users", A, true).shownTo(1).saysReady(1, 2), ReadyEarned.NAME);
    }

    @Test
    void saidAfterItWasTakenAwayAgain() {
      assertCaught(
          pinned()
              .deployment("users", A, true)
              .shownTo(1)
              .deployment("users", TAG, true)
              .byUser()
              .shownTo(1)
              .saysReady(1, 1),
          ReadyEarned.NAME);
    }

    @Test
    void staysWhilePodsComeAndGo() {
      assertSilent(
          pinned()
              .deployment("users", A, true)
              .shownTo(1)
              .record(1, "sha256:a", true)
              .deployment("users", A, false)
              .shownTo(1)
              .saysReady(1, 1));
    }
  }
}
