package dev.releaserecord.worlds;

import dev.releaserecord.worlds.Acting.Answer;
import dev.releaserecord.worlds.Acting.Conclusion;
import dev.releaserecord.worlds.World.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The steps of the operator's process: it looks, writes one thing after the other, concludes, takes
 * the finalizer off the record if nothing is drained any more, and writes its status behind the
 * pass, the newest one.
 */
final class Passes {

  private final Setting setting;
  private final Mind mind;
  private final World world;
  private final List<Step> steps;

  private Passes(Setting setting, Mind mind, World world, List<Step> steps) {
    this.setting = setting;
    this.mind = mind;
    this.world = world;
    this.steps = steps;
  }

  static void steps(Setting setting, Mind mind, World world, List<Step> steps) {
    Passes passes = new Passes(setting, mind, world, steps);
    passes.pass();
    passes.publish();
    passes.crash();
  }

  private Operator operator() {
    return world.operator();
  }

  private void pass() {
    Acting acting = operator().acting();
    if (operator().releasing()) {
      release();
    } else if (acting == null) {
      looks(world, "", new HashSet<>(), List.of());
    } else {
      for (int open : acting.open()) {
        Writing.steps(setting, world, acting, open, this::ended);
      }
      for (String lane : world.loads().lanes()) {
        steps.add(
            Step.fair(told(Resource.Workloads, lane), world.deliver(Resource.Workloads, lane)));
      }
    }
  }

  /**
   * What the watches tell matters when the operator looks next: so they tell some of it right
   * before, in every way in which the order of each watch allows it.
   */
  private void looks(World at, String label, Set<List<String>> known, List<String> told) {
    if (!known.add(told)) {
      return;
    }
    if (at.operator().woken()) {
      look(at, label);
    }
    for (Resource resource : Resource.values()) {
      for (String lane : at.watched(resource).lanes()) {
        List<String> more =
            Stream.concat(told.stream(), Stream.of(resource + lane)).sorted().toList();
        looks(at.deliver(resource, lane), label + told(resource, lane) + ", ", known, more);
      }
    }
  }

  private static String told(Resource resource, String lane) {
    return "the watch of " + resource + " tells" + (lane.isEmpty() ? "" : " of " + lane);
  }

  private void look(World now, String label) {
    Operator before = now.operator();
    Copy<Card> card = Objects.requireNonNull(now.cards().views().get(Card.NAME));
    Operator next = new Operator(null, before.desk(), before.written(), false, null, false);
    if (card.value().gone()) {
      steps.add(Step.fair(label + "the record is gone", now.with(next)));
      return;
    }
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
    Seen seen =
        new Seen(
            card.value().with(previous),
            next.desk() == null,
            brief(now.loads().views(), 1),
            brief(now.pods().views(), 1),
            new Seen.Around(brief(now.revisions().views(), 0), brief(now.runs().views(), 0)));
    Acting acting = mind.think(seen, now.card().generation());
    ended(Step.fair(label + "the operator looks", now.with(next)), acting);
  }

  /**
   * @param behind from where on it does not matter how far a copy is behind
   */
  private static <T> Map<String, Copy<T>> brief(Map<String, Copy<T>> copies, int behind) {
    return copies.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                it -> new Copy<>(it.getValue().value(), Math.min(behind, it.getValue().behind())),
                (one, _) -> one,
                TreeMap::new));
  }

  /** Goes on with a pass, which is over when no write is under way. */
  private void ended(Step step, Acting acting) {
    World next = step.world();
    if (!acting.done()) {
      World going = next.with(next.operator().acting(acting));
      steps.add(new Step(step.label(), step.fair(), going, step.wrong()));
      return;
    }
    Conclusion end = acting.end();
    Operator after = next.operator();
    Operator told =
        new Operator(
            null,
            end.next() == null ? after.desk() : end.next(),
            after.written(),
            after.woken() || end.again(),
            end.due(),
            end.release());
    steps.add(
        new Step(
            step.label() + ", concludes " + end.summary(),
            step.fair(),
            next.with(told),
            step.wrong() == null ? end.wrong() : step.wrong()));
  }

  /** The API server itself is asked whether anything is drained. */
  private void release() {
    Card card = world.card();
    boolean drained =
        setting.flaw() != Flaw.ReleasesTooEarly
            && world.loads().objects().values().stream()
                .anyMatch(load -> load.marks().drain() != null);
    Operator after = operator().released();
    if (drained || !card.guarded()) {
      steps.add(Step.fair("the operator leaves the finalizer", world.with(after.awake())));
      return;
    }
    World released = world.put(card.guarded(false));
    steps.add(
        Step.fair(
            "the operator takes the finalizer off", released.with(released.operator().released())));
    if (world.left().luck().silence()) {
      steps.add(
          Step.fault(
              "the operator takes the finalizer off, the answer is lost",
              released
                  .with(released.operator().released().awake())
                  .with(world.left().answerLost())));
    }
  }

  private void publish() {
    Told desk = operator().desk();
    if (desk == null) {
      return;
    }
    if (world.card().gone()) {
      steps.add(Step.fair("there is no status to write to", world.with(operator().desk(null))));
      return;
    }
    Card card = world.card().with(desk);
    World committed = card.equals(world.card()) ? world : world.put(card);
    Operator now = committed.operator();
    steps.add(
        Step.fair(
            "the operator writes the status",
            committed.with(now.desk(null).written(Copy.fresh(desk)))));
    if (world.left().luck().silence()) {
      steps.add(
          Step.fault(
              "the operator writes the status, the answer is lost",
              committed.with(world.left().answerLost())));
      Operator unheard =
          setting.flaw() == Flaw.DropsUnwrittenStatus ? operator().desk(null) : operator();
      steps.add(
          Step.fault(
              "the operator writes the status, the request is lost",
              world.with(unheard).with(world.left().answerLost())));
    }
  }

  /** What was on its way when it crashed may still arrive. */
  private void crash() {
    if (!world.left().luck().crash()) {
      return;
    }
    boolean anew = setting.alone() && setting.flaw() != Flaw.ListsWhatIsOld;
    World restarted = world.startedAnew(anew);
    steps.add(Step.fault("the operator crashes and starts anew", restarted));
    Acting acting = operator().acting();
    if (acting == null) {
      return;
    }
    for (int open : acting.open()) {
      Write write = acting.writes().get(open);
      boolean sent =
          write.what() != Write.What.Drain || acting.answers().get(open) == Answer.Guarded;
      if (!sent) {
        continue;
      }
      World under = restarted.with(restarted.left().holdingUp(write));
      steps.add(Step.fault("the operator crashes, and " + write.label() + " still", under));
    }
  }
}
