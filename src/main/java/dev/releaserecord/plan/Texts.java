package dev.releaserecord.plan;

import dev.releaserecord.plan.Action.ImageChange;
import java.util.stream.Collectors;

/** Sentences that more than one place says. */
final class Texts {

  private Texts() {}

  static String drifted(Finding.Differs differs) {
    String changes =
        differs.changes().stream()
            .filter(ImageChange::drift)
            .map(
                change ->
                    "container "
                        + change.container()
                        + " of "
                        + differs.key()
                        + " was moved to "
                        + change.from()
                        + (change.manager() == null ? "" : " by " + change.manager()))
            .collect(Collectors.joining("; "));
    return changes
        + "; drift is Report, so it is left: change the record to what shall run, or set"
        + " spec.drift to Correct";
  }
}
