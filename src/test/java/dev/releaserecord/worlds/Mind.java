package dev.releaserecord.worlds;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.kube.write.PatchText;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Plan;
import dev.releaserecord.plan.Planner;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.scene.Remembering;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.StatusProjector;
import dev.releaserecord.status.event.EventProjector;
import dev.releaserecord.worlds.Acting.Answer;
import dev.releaserecord.worlds.Acting.Conclusion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

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
      known = seen.card().going() ? farewell(seen) : thought(seen, newest);
      thoughts.put(look, known);
    }
    return known;
  }

  private Observation observation(Seen seen) {
    return seen.observation(setting);
  }

  private Acting thought(Seen seen, int newest) {
    Observation observation = observation(seen);
    Plan plan = remembering.plan(observation);
    List<Action> actions = actions(plan);
    List<Write> writes = writes(seen, plan);
    Map<List<Answer>, Conclusion> ends = new HashMap<>();
    for (List<Answer> answers : Acting.allAnswers(writes)) {
      List<ActionResult> results = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        results.add(result(actions.get(i), answers.get(i)));
      }
      Outcome outcome = new Outcome(observation, plan, results, List.of());
      ends.put(answers, concluded(seen, outcome, newest));
    }
    return Acting.of(writes, ends);
  }

  private static List<Action> actions(Plan plan) {
    return Stream.concat(plan.actions().stream(), plan.clearings().stream()).toList();
  }

  /** Restores and pins, CronJobs after the others; then what clears, drains under their guard. */
  private List<Write> writes(Seen seen, Plan plan) {
    List<Write> writes = new ArrayList<>();
    for (Action action : plan.actions()) {
      writes.add(write(seen, action, action.workload().kind().keepsPodsRunning() ? 0 : 1));
    }
    plan.clearings().forEach(action -> writes.add(write(seen, action, 2)));
    return List.copyOf(writes);
  }

  private Write write(Seen seen, Action action, int round) {
    return new Write(
        Write.What.of(action),
        action.workload(),
        round,
        PatchText.of(action).map(patch -> setting.flaw().in(patch)).orElse(""),
        seen.basis(action));
  }

  /** The record goes: what is drained is restored first. */
  private Acting farewell(Seen seen) {
    Observation observation = observation(seen);
    List<Action> restores = Planner.farewell(observation);
    boolean over = restores.isEmpty() && !Planner.drainPossible(observation);
    List<Write> writes = restores.stream().map(it -> write(seen, it, 0)).toList();
    Instant due = over ? null : Ages.NOW.plus(Ages.GRAIN);
    Map<List<Answer>, Conclusion> ends = new HashMap<>();
    for (List<Answer> answers : Acting.allAnswers(writes)) {
      ends.put(answers, new Conclusion(null, "farewell", !answers.isEmpty(), due, over, null));
    }
    return Acting.of(writes, ends);
  }

  private Conclusion concluded(Seen seen, Outcome outcome, int newest) {
    ReleaseRecordStatus projected = StatusProjector.project(outcome);
    ReleaseRecordStatus next = claimed(projected, newest);
    Told told = new Told(setting.flaw().in(Ages.plain(next)));
    boolean publish =
        !EventProjector.between(outcome, next).isEmpty() || !told.equals(seen.previous());
    boolean owes =
        outcome.plan().work().clearing().owing()
            || outcome.results().stream().anyMatch(it -> it.action() instanceof Action.Drain);
    Instant due =
        setting.flaw() == Flaw.ForgetsToLookAgain ? null : outcome.plan().recheckAt().orElse(null);
    Instant soon = Ages.NOW.plus(Ages.GRAIN);
    boolean now = due != null && due.isBefore(soon);
    boolean changed = publish || !outcome.results().isEmpty();
    return new Conclusion(
        publish ? told : null,
        String.valueOf(projected.summary()),
        outcome.results().stream().anyMatch(Mind::again) || (now && changed),
        now ? (changed ? null : soon) : due,
        !owes && seen.card().guarded(),
        unsteady(seen, outcome, projected)
            ? "a second look at the same says something else"
            : Laws.ofStatus(setting, seen, next));
  }

  private static boolean again(ActionResult result) {
    return result instanceof ActionResult.Superseded
        || result instanceof ActionResult.Unavailable
        || result instanceof ActionResult.Postponed;
  }

  /** A pass that finds everything as the last one left it must have nothing to tell. */
  private boolean unsteady(Seen seen, Outcome outcome, ReleaseRecordStatus said) {
    if (!actions(outcome.plan()).isEmpty()) {
      return false;
    }
    Observation same = observation(seen.knowing(new Told(said)));
    Plan plan = Planner.plan(same);
    if (!actions(plan).isEmpty()) {
      return false;
    }
    Outcome again = new Outcome(same, plan, List.of(), List.of());
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
      case Postponed -> new ActionResult.Postponed(action, "a disruption budget");
      case Guarded, Outstanding -> throw new IllegalStateException("a write is under way");
    };
  }

  /** Different things that the operator saw so far. */
  int looks() {
    return thoughts.size();
  }
}
