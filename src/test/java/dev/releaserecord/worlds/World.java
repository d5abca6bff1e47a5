package dev.releaserecord.worlds;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One state of everything. Its parts are interned by the explorer: equal parts are the same. */
record World(
    Watched<Card> cards,
    Watched<Workload> loads,
    Watched<Pod> pods,
    Watched<Revision> revisions,
    Watched<JobRun> runs,
    Operator operator,
    Left left) {

  /** How far watches lag: events of one watch, and of all together. */
  record Lag(int each, int all) {}

  Card card() {
    return Objects.requireNonNull(cards.objects().get(Card.NAME));
  }

  @Nullable Workload load(WorkloadKey key) {
    return loads.objects().get(key.toString());
  }

  List<Pod> podsOf(WorkloadKey key) {
    return pods.objects().values().stream()
        .filter(
            pod -> pod.owner() instanceof Pod.Owner.OfWorkload(WorkloadKey of) && of.equals(key))
        .toList();
  }

  List<Revision> revisionsOf(WorkloadKey key) {
    return revisions.objects().values().stream().filter(it -> it.owner().equals(key)).toList();
  }

  World put(Card card) {
    return new World(
        cards.put(Card.NAME, card), loads, pods, revisions, runs, operator.recordWritten(), left);
  }

  World put(Workload load) {
    return withLoads(loads.put(load.key().toString(), load))
        .with(operator.seeing(acting -> acting.loadChanged(load.key())))
        .with(left.seeing(write -> write.loadChanged(load.key())));
  }

  World removeLoad(WorkloadKey key) {
    return withLoads(loads.remove(key.toString()));
  }

  World put(Pod pod) {
    return new World(
        cards,
        loads,
        pods.put(pod.name(), pod),
        revisions,
        runs,
        operator.seeing(acting -> acting.podChanged(pod.name())),
        left.seeing(write -> write.podChanged(pod.name())));
  }

  World removePod(String name) {
    Watched<Pod> rest = pods.remove(name);
    Left now = left.seeing(write -> write.podChanged(name));
    return new World(
        cards,
        loads,
        rest,
        revisions,
        runs,
        operator.seeing(acting -> acting.podChanged(name)),
        now.jammed() && rest.objects().isEmpty() ? now.freed() : now);
  }

  World put(Revision revision) {
    return new World(
        cards, loads, pods, revisions.put(revision.name(), revision), runs, operator, left);
  }

  World removeRevision(String name) {
    return new World(cards, loads, pods, revisions.remove(name), runs, operator, left);
  }

  World put(JobRun run) {
    return new World(cards, loads, pods, revisions, runs.put(run.name(), run), operator, left);
  }

  World withLoads(Watched<Workload> next) {
    return new World(cards, next, pods, revisions, runs, operator, left);
  }

  World with(Operator next) {
    return new World(cards, loads, pods, revisions, runs, next, left);
  }

  World with(Left next) {
    return new World(cards, loads, pods, revisions, runs, operator, next);
  }

  /** A resource that is watched. */
  enum Resource {
    Records,
    Workloads,
    Pods,
    Revisions,
    Jobs
  }

  Watched<?> watched(Resource resource) {
    return switch (resource) {
      case Records -> cards;
      case Workloads -> loads;
      case Pods -> pods;
      case Revisions -> revisions;
      case Jobs -> runs;
    };
  }

  World deliver(Resource resource, String lane) {
    return switch (resource) {
      case Records -> {
        var told = cards.deliver(lane);
        yield new World(told.watched(), loads, pods, revisions, runs, woken(told), left);
      }
      case Workloads -> {
        var told = loads.deliver(lane);
        yield new World(cards, told.watched(), pods, revisions, runs, woken(told), left);
      }
      case Pods -> {
        var told = pods.deliver(lane);
        yield new World(cards, loads, told.watched(), revisions, runs, woken(told), left);
      }
      case Revisions -> {
        var told = revisions.deliver(lane);
        yield new World(cards, loads, pods, told.watched(), runs, woken(told), left);
      }
      case Jobs -> {
        var told = runs.deliver(lane);
        yield new World(cards, loads, pods, revisions, told.watched(), woken(told), left);
      }
    };
  }

  /**
   * A process that leads after another one crashed, and knows nothing of its own.
   *
   * @param anew whether it has listed everything since; else it stood by, and knows what its
   *     watches have told
   */
  World startedAnew(boolean anew) {
    return new World(
        anew ? Watched.of(cards.objects()) : cards.withoutOurs(),
        anew ? Watched.of(loads.objects()) : loads.withoutOurs(),
        anew ? Watched.of(pods.objects()) : pods.withoutOurs(),
        anew ? Watched.of(revisions.objects()) : revisions.withoutOurs(),
        anew ? Watched.of(runs.objects()) : runs.withoutOurs(),
        Operator.STARTED,
        left.crashed());
  }

  private Operator woken(Watched.Told<?> told) {
    return told.news() ? operator.awake() : operator;
  }

  /** Watches that lag too far tell what is oldest. */
  World within(Lag lag) {
    World world = this;
    while (true) {
      Resource longest = null;
      int all = 0;
      for (Resource resource : Resource.values()) {
        int size = world.watched(resource).pending().size();
        all += size;
        if (longest == null || size > world.watched(longest).pending().size()) {
          longest = resource;
        }
      }
      Watched<?> worst = world.watched(Objects.requireNonNull(longest));
      if (all <= lag.all() && worst.pending().size() <= lag.each()) {
        return world;
      }
      world = world.deliver(longest, worst.lanes().getFirst());
    }
  }

  World later(Duration by) {
    return new World(
        cards.map(card -> card.with(card.status().shifted(by))),
        loads.map(load -> Ages.shift(load, by)),
        pods.map(pod -> Ages.shift(pod, by)),
        revisions,
        runs.map(run -> Ages.shift(run, by)),
        operator.later(by),
        left.later(by));
  }

  /** Whether every watch has told everything. */
  boolean told() {
    return Stream.of(Resource.values()).allMatch(it -> watched(it).pending().isEmpty());
  }

  /** Parts are the same objects where they are equal. */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(Object other) {
    return other instanceof World world
        && cards == world.cards
        && loads == world.loads
        && pods == world.pods
        && revisions == world.revisions
        && runs == world.runs
        && operator == world.operator
        && left == world.left;
  }

  @Override
  public int hashCode() {
    int hash = System.identityHashCode(cards);
    hash = 31 * hash + System.identityHashCode(loads);
    hash = 31 * hash + System.identityHashCode(pods);
    hash = 31 * hash + System.identityHashCode(revisions);
    hash = 31 * hash + System.identityHashCode(runs);
    hash = 31 * hash + System.identityHashCode(operator);
    return 31 * hash + System.identityHashCode(left);
  }
}
