package dev.releaserecord.worlds;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.kube.write.PatchText;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.Planner;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.status.EventProjector;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.StatusProjector;
import dev.releaserecord.worlds.Operator.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the operator concludes from what it saw: the real planner and the real projectors. */
final class Mind {

  private final Setting setting;
  private final Map<Seen, Thought> thoughts = new ConcurrentHashMap<>();
  private final Map<End, Conclusion> conclusions = new ConcurrentHashMap<>();

  /**
   * @param newest the generation that the record has by now
   */
  private record End(Operator.Acting acting, int newest) {}

  /**
   * @param patches of the actions, in their order
   */
  record Thought(List<Action> actions, List<String> patches) {}

  /**
   * How a pass ends.
   *
   * @param publish whether there is something to tell
   * @param again whether to look again at once: a write met something else, or had no answer
   * @param due when to look again with nothing having happened
   * @param wrong the invariant that the status breaks, null for none
   */
  record Conclusion(
      Told next, boolean publish, boolean again, @Nullable Instant due, @Nullable String wrong) {}

  Mind(Setting setting) {
    this.setting = setting;
  }

  Thought think(Seen seen) {
    Thought known = thoughts.get(seen);
    if (known == null) {
      List<Action> actions = List.copyOf(plan(seen).actions());
      known = new Thought(actions, actions.stream().map(this::patch).toList());
      thoughts.put(seen, known);
    }
    return known;
  }

  private Observation observation(Seen seen) {
    return seen.observation(setting.release(seen.generation()), setting.flaw());
  }

  private Plan plan(Seen seen) {
    return Planner.plan(observation(seen));
  }

  private String patch(Action action) {
    String patch = PatchText.of(action);
    return switch (setting.flaw()) {
      case PinsOverAnyImage -> without(patch, "/image");
      case PinsAnyObject -> without(patch, "/metadata/uid");
      default -> patch;
    };
  }

  private static String without(String patch, String pathEnd) {
    List<String> kept = new ArrayList<>();
    Patcher.read(patch)
        .forEach(
            operation -> {
              if (!operation.get("op").asText().equals("test")
                  || !operation.get("path").asText().endsWith(pathEnd)) {
                kept.add(operation.toString());
              }
            });
    return kept.toString();
  }

  /** The end of a pass whose writes have all been answered. */
  Conclusion conclude(Operator.Acting acting, int newest) {
    End end = new End(acting, setting.flaw() == Flaw.ClaimsNewestGeneration ? newest : 0);
    Conclusion known = conclusions.get(end);
    if (known == null) {
      known = concluded(acting, newest);
      conclusions.put(end, known);
    }
    return known;
  }

  private Conclusion concluded(Operator.Acting acting, int newest) {
    Seen seen = acting.seen();
    Observation observation = observation(seen);
    Plan plan = Planner.plan(observation);
    List<ActionResult> results = new ArrayList<>();
    for (int i = 0; i < acting.answers().size(); i++) {
      results.add(result(plan.actions().get(i), acting.answers().get(i)));
    }
    Outcome outcome = new Outcome(observation, plan, results, List.of());
    ReleaseRecordStatus next = claimed(StatusProjector.project(outcome), newest);
    boolean publish =
        !EventProjector.between(outcome, next).isEmpty() || !next.equals(observation.previous());
    boolean again =
        acting.answers().stream()
            .anyMatch(it -> it == Answer.Superseded || it == Answer.Unavailable);
    Instant due = setting.flaw() == Flaw.ForgetsToLookAgain ? null : plan.recheckAt().orElse(null);
    boolean soon = due != null && due.isBefore(Ages.NOW.plus(Ages.GRAIN));
    return new Conclusion(
        new Told(Ages.plain(next)),
        publish,
        again || soon,
        soon ? null : due,
        Laws.ofStatus(setting, seen, next));
  }

  private ReleaseRecordStatus claimed(ReleaseRecordStatus status, int newest) {
    return setting.flaw() == Flaw.ClaimsNewestGeneration ? Ages.claiming(status, newest) : status;
  }

  private static ActionResult result(Action action, Answer answer) {
    return switch (answer) {
      case Applied -> new ActionResult.Applied(action);
      case Superseded -> new ActionResult.Superseded(action);
      case Unavailable -> new ActionResult.Unavailable(action, "no answer");
      case Outstanding -> throw new IllegalStateException("a write is under way");
    };
  }

  /** Different things that the operator saw so far. */
  int looks() {
    return thoughts.size();
  }
}
