package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.A;
import static dev.releaserecord.fault.recorder.Stories.DRAINED;
import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.pinned;

import org.junit.jupiter.api.Test;

/** Operators that drain and restore, and users who scale in between. */
class ReplicasKeptTest {

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
    Story scaled = then(0, DRAINED).workload("deployments", "users", A, 5, DRAINED, false).byUser();
    assertSilent(scaled.workload("deployments", "users", A, 5, "", true));
  }

  @Test
  void theUsersOwnScaleIsOverwritten() {
    Story scaled = then(0, DRAINED).workload("deployments", "users", A, 5, DRAINED, false).byUser();
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
