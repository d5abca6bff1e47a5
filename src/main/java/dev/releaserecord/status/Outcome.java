package dev.releaserecord.status;

import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.history.HistoryResult;
import java.util.List;
import java.util.stream.Stream;

/** What was seen, what was decided, and what became of it. */
public record Outcome(
    Observation observation,
    Plan plan,
    List<ActionResult> results,
    List<EvidenceTaken> evidence,
    List<HistoryResult> history) {

  public Outcome {
    results = List.copyOf(results);
    evidence = List.copyOf(evidence);
    history = List.copyOf(history);
  }

  /** Before anything of the history was written. */
  public Outcome(
      Observation observation,
      Plan plan,
      List<ActionResult> results,
      List<EvidenceTaken> evidence) {
    this(observation, plan, results, evidence, List.of());
  }

  /** After it was. */
  public Outcome with(List<HistoryResult> written) {
    return new Outcome(observation, plan, results, evidence, written);
  }

  /** The pins that were written. */
  public Stream<Action.Pin> applied() {
    return results.stream()
        .filter(result -> result instanceof ActionResult.Applied)
        .map(ActionResult::action)
        .flatMap(action -> action instanceof Action.Pin pin ? Stream.of(pin) : Stream.empty());
  }
}
