package dev.releaserecord.worlds;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.kube.write.PatchText;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.Planner;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.scene.Remembering;
import dev.releaserecord.status.EventProjector;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.StatusProjector;
import dev.releaserecord.worlds.Acting.Answer;
import dev.releaserecord.worlds.Acting.Conclusion;
import dev.releaserecord.worlds.Acting.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** What the operator concludes from what it saw: the real planner and the real projectors. */
final class Mind {

  private final Setting setting;
  private final Remembering remembering = new Remembering();
  private final Map<Look, Acting> thoughts = new ConcurrentHashMap<>();

  /**
   * @param newest the generation that the record has by now
   */
  private record Look(Seen seen, int newest) {}

  Mind(Setting setting) {
    this.setting = setting;
  }

  Acting think(Seen seen, int newest) {
    Look look = new Look(seen, setting.flaw() == Flaw.ClaimsNewestGeneration ? newest : 0);
    Acting known = thoughts.get(look);
    if (known == null) {
      known = thought(seen, newest);
      thoughts.put(look, known);
    }
    return known;
  }

  private Acting thought(Seen seen, int newest) {
    Observation observation = seen.observation(setting.release(seen.generation()), setting.flaw());
    Plan plan = remembering.plan(observation);
    List<? extends Action> actions = plan.actions();
    List<Conclusion> ends =
        Acting.allAnswers(actions.size()).stream()
            .map(
                answers -> {
                  List<ActionResult> results = new ArrayList<>();
                  for (int i = 0; i < answers.size(); i++) {
                    results.add(result(actions.get(i), answers.get(i)));
                  }
                  return concluded(
                      seen, new Outcome(observation, plan, results, List.of()), newest);
                })
            .toList();
    return Acting.of(actions.stream().map(it -> write(seen, it)).toList(), ends);
  }

  private Write write(Seen seen, Action action) {
    Workload load = Objects.requireNonNull(seen.loads().get(action.workload().toString())).value();
    return new Write(
        load.key(),
        patch(action),
        load.id().uid(),
        load.containers().stream().map(TemplateContainer::image).toList());
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

  private Conclusion concluded(Seen seen, Outcome outcome, int newest) {
    ReleaseRecordStatus projected = StatusProjector.project(outcome);
    ReleaseRecordStatus next = claimed(projected, newest);
    Told told = new Told(Ages.plain(next));
    boolean publish =
        !EventProjector.between(outcome, next).isEmpty() || !told.equals(seen.previous());
    boolean again =
        outcome.results().stream()
            .anyMatch(
                it ->
                    it instanceof ActionResult.Superseded
                        || it instanceof ActionResult.Unavailable);
    Instant due =
        setting.flaw() == Flaw.ForgetsToLookAgain ? null : outcome.plan().recheckAt().orElse(null);
    boolean soon = due != null && due.isBefore(Ages.NOW.plus(Ages.GRAIN));
    return new Conclusion(
        told,
        String.valueOf(projected.summary()),
        publish,
        again || soon,
        soon ? null : due,
        unsteady(seen, outcome, projected)
            ? "a second look at the same says something else"
            : Laws.ofStatus(setting, seen, next));
  }

  /** A pass that finds everything as the last one left it must have nothing to tell. */
  private boolean unsteady(Seen seen, Outcome outcome, ReleaseRecordStatus said) {
    if (!outcome.plan().actions().isEmpty()) {
      return false;
    }
    Observation same =
        seen.knowing(new Told(said))
            .observation(setting.release(seen.generation()), setting.flaw());
    Outcome again = new Outcome(same, Planner.plan(same), List.of(), List.of());
    ReleaseRecordStatus next = StatusProjector.project(again);
    return !next.equals(said) || !EventProjector.between(again, next).isEmpty();
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
