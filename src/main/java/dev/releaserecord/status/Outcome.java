package dev.releaserecord.status;

import dev.releaserecord.plan.Action;
import dev.releaserecord.plan.ActionResult;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import java.util.List;
import java.util.stream.Stream;

/** What was seen, what was decided, and what became of it. */
public record Outcome(Observation observation, Plan plan, List<ActionResult> results) {

  public Outcome {
    results = List.copyOf(results);
  }

  /** The pins that were written. */
  public Stream<Action.Pin> applied() {
    return results.stream()
        .filter(result -> result instanceof ActionResult.Applied)
        .map(ActionResult::action)
        .map(action -> (Action.Pin) action);
  }
}
