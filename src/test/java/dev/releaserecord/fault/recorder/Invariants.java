package dev.releaserecord.fault.recorder;

import java.util.List;

/** All of them. */
final class Invariants {

  static final List<Invariant> ALL =
      List.of(
          new ReplicasKept(),
          new ImagesDeclared(),
          new KeysFirst(),
          new ApprovedFirst(),
          new ReadyPodsSpared(),
          new NothingElseWritten(),
          new ReadyEarned(),
          new RestartsCounted(),
          new RestartsInTurn(),
          new RecordedOnce(),
          new RecordedKept(),
          new JobsAlone(),
          new GivenUpStaysOut(),
          new RolledBackOnce());

  private Invariants() {}
}
