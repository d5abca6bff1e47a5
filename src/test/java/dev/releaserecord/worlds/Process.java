package dev.releaserecord.worlds;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.worlds.Operator.Acting;
import dev.releaserecord.worlds.Operator.Answer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the operator's process: it looks, writes one workload after the other in any order
 * (CronJobs last), concludes, and writes its status behind the pass, the newest one first and last.
 */
final class Process {

  private final Setting setting;
  private final Mind mind;
  private final World world;
  private final List<Step> steps;

  private Process(Setting setting, Mind mind, World world, List<Step> steps) {
    this.setting = setting;
    this.mind = mind;
    this.world = world;
    this.steps = steps;
  }

  static void steps(Setting setting, Mind mind, World world, List<Step> steps) {
    Process process = new Process(setting, mind, world, steps);
    process.pass();
    process.publish();
    process.crash();
  }

  private Operator operator() {
    return world.operator();
  }

  private void pass() {
    Acting acting = operator().acting();
    if (acting != null) {
      write(acting);
    } else if (operator().woken()) {
      look();
    }
  }

  private void look() {
    Map<String, Copy<Card>> cards = world.cards().views();
    Copy<Card> card = Objects.requireNonNull(cards.get(Card.NAME));
    Operator next = new Operator(null, operator().desk(), operator().written(), false, null);
    Copy<Told> written = next.written();
    Told previous = card.value().status();
    if (written != null && written.behind() < card.behind()) {
      previous = written.value();
    } else {
      next = next.written(null);
    }
    if (next.desk() != null) {
      previous = next.desk();
    }
    Map<String, Copy<Revision>> revisions = world.revisions().views();
    Map<String, Copy<JobRun>> runs = world.runs().views();
    Seen seen =
        new Seen(
            card.value().generation(),
            previous,
            Ages.NOW,
            world.loads().views(),
            world.pods().views(),
            new Seen.Around(still(revisions), still(runs)));
    Acting acting = Acting.of(seen, mind.think(seen).actions().size());
    ended("operator looks", world.with(next), acting, null);
  }

  /** Whose versions no decision reads. */
  private static <T> Map<String, Copy<T>> still(Map<String, Copy<T>> copies) {
    return copies.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                it -> Copy.fresh(it.getValue().value()),
                (one, _) -> one,
                java.util.TreeMap::new));
  }

  /** Goes on with a pass, which is over when no write is under way. */
  private void ended(String label, World next, Acting acting, @Nullable String wrong) {
    if (!acting.done()) {
      steps.add(new Step(label, true, next.with(next.operator().acting(acting)), wrong));
      return;
    }
    Mind.Conclusion end = mind.conclude(acting, next.card().generation());
    Operator after = next.operator().acting(null);
    Operator told =
        new Operator(
            null,
            end.publish() ? end.next() : after.desk(),
            after.written(),
            after.woken() || end.again(),
            end.due());
    steps.add(
        new Step(
            label + ", concludes " + end.next().status().summary(),
            true,
            next.with(told),
            wrong == null ? end.wrong() : wrong));
  }

  private void write(Acting acting) {
    Mind.Thought thought = mind.think(acting.seen());
    boolean running =
        outstanding(acting, thought).anyMatch(it -> kind(thought, it).keepsPodsRunning());
    for (int i : outstanding(acting, thought).toArray()) {
      if (kind(thought, i).keepsPodsRunning() == running) {
        write(acting, thought, i);
      }
    }
  }

  private static java.util.stream.IntStream outstanding(Acting acting, Mind.Thought thought) {
    return java.util.stream.IntStream.range(0, thought.actions().size())
        .filter(it -> acting.answers().get(it) == Answer.Outstanding);
  }

  private static dev.releaserecord.rollout.Kind kind(Mind.Thought thought, int action) {
    return thought.actions().get(action).workload().kind();
  }

  private void write(Acting acting, Mind.Thought thought, int index) {
    Action action = thought.actions().get(index);
    WorkloadKey key = action.workload();
    Workload before = world.load(key);
    Workload after = before == null ? null : Patcher.apply(before, thought.patches().get(index));
    if (before == null || after == null) {
      ended(
          "operator pins " + key + ": superseded",
          world,
          acting.answered(index, Answer.Superseded),
          null);
    } else {
      Copy<Workload> seen = acting.seen().loads().get(key.toString());
      String wrong = Laws.ofWrite(setting, seen, before, after);
      World committed = world.put(after);
      Acting now = Objects.requireNonNull(committed.operator().acting());
      ended(
          "operator pins " + key,
          remembered(committed, key, after),
          now.answered(index, Answer.Applied),
          wrong);
      lost("operator pins " + key + ", the answer is lost", committed, now, index, wrong);
    }
    lost("operator pins " + key + ", the request is lost", world, acting, index, null);
  }

  private void lost(
      String label, World next, Acting acting, int index, @Nullable String wrong) {
    if (world.left().faults() == 0 || world.left().answers() == 0) {
      return;
    }
    Answer answer =
        setting.flaw() == Flaw.TakesSilenceForSuccess ? Answer.Applied : Answer.Unavailable;
    int from = steps.size();
    ended(label, next.with(world.left().answerLost()), acting.answered(index, answer), wrong);
    Step step = steps.remove(from);
    steps.add(new Step(step.label(), false, step.world(), step.wrong()));
  }

  /** What was written is believed until the watch brings it, built upon what the cache has now. */
  private World remembered(World committed, WorkloadKey key, Workload after) {
    String name = key.toString();
    Copy<Workload> cached = committed.loads().views().get(name);
    if (cached == null) {
      return committed;
    }
    Map<String, String> images =
        after.containers().stream().collect(Collectors.toMap(it -> it.name(), it -> it.image()));
    Workload ours =
        cached
            .value()
            .written("0", images, Objects.requireNonNull(after.marks().set()), Patcher.MANAGER);
    boolean forEver = setting.flaw() == Flaw.BelievesOwnWriteForEver;
    Copy<Workload> copy = forEver ? new Copy<>(ours, -1_000) : Copy.fresh(ours);
    return committed.withLoads(committed.loads().written(name, copy));
  }

  private void publish() {
    Told desk = operator().desk();
    if (desk == null) {
      return;
    }
    Card card = new Card(world.card().generation(), desk);
    World committed = card.equals(world.card()) ? world : world.put(card);
    Operator now = committed.operator();
    steps.add(
        Step.fair(
            "operator writes the status",
            committed.with(now.desk(null).written(Copy.fresh(desk)))));
    if (world.left().faults() > 0 && world.left().answers() > 0) {
      steps.add(
          Step.fault(
              "operator writes the status, the answer is lost",
              committed.with(world.left().answerLost())));
    }
  }

  private void crash() {
    if (world.left().faults() == 0 || world.left().crashes() == 0) {
      return;
    }
    World restarted =
        new World(
            world.cards().listed(),
            world.loads().listed(),
            world.pods().listed(),
            world.revisions().listed(),
            world.runs().listed(),
            Operator.STARTED,
            world.left().crashed());
    steps.add(Step.fault("operator crashes and starts anew", restarted));
  }
}
