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
          new RestartsInTurn());

  private Invariants() {}
}
