package dev.releaserecord.worlds;

import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.worlds.Acting.Answer;
import dev.releaserecord.worlds.World.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the operator's process: it looks, writes one workload after the other in any order
 * (CronJobs last), concludes, and writes its status behind the pass, the newest one first and last.
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
    if (acting == null) {
      looks();
      return;
    }
    for (int open : acting.open()) {
      write(acting, open);
    }
    for (String lane : world.loads().lanes()) {
      steps.add(Step.fair(told(Resource.Workloads, lane), world.deliver(Resource.Workloads, lane)));
    }
  }

  /**
   * What the watches tell matters when the operator looks next: so they tell some of it right
   * before, in every way in which the order of each watch allows it.
   */
  private void looks() {
    looks(world, "", new HashSet<>(), List.of());
  }

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
    Operator next = new Operator(null, before.desk(), before.written(), false, null);
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
            card.value().generation(),
            previous,
            Ages.NOW,
            still(now.loads().views()),
            still(now.pods().views()),
            new Seen.Around(still(now.revisions().views()), still(now.runs().views())));
    Acting acting = mind.think(seen, now.card().generation());
    ended(label + "the operator looks", now.with(next), acting, null);
  }

  /** Whose versions no decision reads. */
  private static <T> Map<String, Copy<T>> still(Map<String, Copy<T>> copies) {
    return copies.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                it -> Copy.fresh(it.getValue().value()),
                (one, _) -> one,
                TreeMap::new));
  }

  /** Goes on with a pass, which is over when no write is under way. */
  private void ended(String label, World next, Acting acting, @Nullable String wrong) {
    if (!acting.done()) {
      steps.add(new Step(label, true, next.with(next.operator().acting(acting)), wrong));
      return;
    }
    Acting.Conclusion end = acting.end();
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
            label + ", concludes " + end.summary(),
            true,
            next.with(told),
            wrong == null ? end.wrong() : wrong));
  }

  private void write(Acting acting, int index) {
    Acting.Write write = acting.writes().get(index);
    WorkloadKey key = write.workload();
    String label = "the operator pins " + key;
    Workload before = world.load(key);
    Workload after = before == null ? null : Patcher.apply(before, write.patch());
    if (before == null || after == null) {
      ended(label + ": superseded", world, acting.answered(index, Answer.Superseded), null);
    } else {
      String wrong = Laws.ofWrite(setting, write, before, after);
      World committed = world.put(after);
      ended(
          label, remembered(committed, key, after), acting.answered(index, Answer.Applied), wrong);
      lost(label + ", the answer is lost", committed, acting, index, wrong);
    }
    lost(label + ", the request is lost", world, acting, index, null);
  }

  private void lost(String label, World next, Acting acting, int index, @Nullable String wrong) {
    if (world.left().faults() == 0 || world.left().answers() == 0) {
      return;
    }
    int from = steps.size();
    ended(
        label,
        next.with(world.left().answerLost()),
        acting.answered(index, Answer.Unavailable),
        wrong);
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
            "the operator writes the status",
            committed.with(now.desk(null).written(Copy.fresh(desk)))));
    if (world.left().faults() > 0 && world.left().answers() > 0) {
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
    steps.add(Step.fault("the operator crashes and starts anew", restarted));
  }
}
