package dev.releaserecord.worlds;

import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.worlds.Acting.Answer;
import dev.releaserecord.worlds.Write.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One write of a pass: what the API server makes of it, and what the operator hears of that. */
final class Writing {

  /** What has to hold when a request is sent, and may not hold any more when it comes late. */
  private static final Set<String> WHEN_SENT =
      Set.of(Laws.UNWRITTEN, Retreats.UNSAID, Retreats.AGAIN);

  private final Setting setting;
  private final World world;
  private final @Nullable Acting acting;
  private final int index;
  private final Write write;

  /** Takes a step of a pass, and how far the pass is after it. */
  @FunctionalInterface
  interface Sink {
    void accept(Step step, Acting acting);
  }

  /**
   * What the API server did.
   *
   * @param heard what the operator's cache makes of the answer
   * @param wrong the invariant that it breaks
   */
  private record Done(World committed, World heard, Answer answer, @Nullable String wrong) {

    static Done nothing(World world, Answer answer) {
      return new Done(world, world, answer, null);
    }
  }

  private Writing(Setting setting, World world, Write write, @Nullable Acting acting, int index) {
    this.setting = setting;
    this.world = world;
    this.write = write;
    this.acting = acting;
    this.index = index;
  }

  /** One of the writes of the pass that is under way. */
  static void steps(Setting setting, World world, Acting acting, int index, Sink sink) {
    new Writing(setting, world, acting.writes().get(index), acting, index).steps(acting, sink);
  }

  /** A request that nobody waits for arrives, or not. */
  static void heldUp(Setting setting, World world, List<Step> steps) {
    Left.HeldUp held = world.left().heldUp();
    if (held == null) {
      return;
    }
    World without = world.with(world.left().holdingUp(null));
    Done done = new Writing(setting, without, held.write(), null, 0).done(true);
    steps.add(Step.fair("the request that was held up is lost", without));
    if (done.answer == Answer.Applied) {
      // The attempt stood in the status when it was sent; there may be another one by now.
      String wrong = done.wrong != null && WHEN_SENT.contains(done.wrong) ? null : done.wrong;
      steps.add(
          new Step("held up until now, " + held.write().label(), false, done.committed, wrong));
    }
  }

  private void steps(Acting pass, Sink sink) {
    Done done = done(pass.answers().get(index) == Answer.Guarded);
    String label =
        done.answer == Answer.Guarded ? "the operator puts the finalizer on" : write.label();
    boolean made = done.answer == Answer.Applied || done.answer == Answer.Guarded;
    String how = made ? "" : ": " + done.answer;
    sink.accept(
        new Step(label + how, true, done.heard, done.wrong), after(done.heard, done.answer));
    if (!world.left().luck().silence()) {
      return;
    }
    if (made) {
      lost(sink, label + ", the answer is lost", done.committed, done.wrong);
    }
    boolean guarding =
        write.what() == Write.What.Drain && pass.answers().get(index) != Answer.Guarded;
    if (guarding) {
      lost(sink, label + ", the request is lost", world, null);
    } else {
      World held = world.with(world.left().holdingUp(write));
      lost(sink, label + ", the request is held up", held, null);
    }
  }

  private void lost(Sink sink, String label, World next, @Nullable String wrong) {
    sink.accept(
        new Step(label, false, next.with(next.left().answerLost()), wrong),
        after(next, Answer.Unavailable));
  }

  /** What the write itself changed may be what other writes of the pass are based on. */
  private Acting after(World next, Answer answer) {
    Acting now = next.operator().acting();
    return Objects.requireNonNull(now == null ? acting : now).answered(index, answer);
  }

  /**
   * @param guarded whether the record was seen to by this pass
   */
  private Done done(boolean guarded) {
    return switch (write.what()) {
      case Pin, Restore, LeaveScaled, Restart -> patched();
      case Drain -> guarded ? patched() : guarded();
      case DeletePods -> deleted();
      case EvictPod -> evicted();
    };
  }

  /** Before anything is scaled to zero the record is kept from going. */
  private Done guarded() {
    if (setting.flaw() == Flaw.DrainsWithoutFinalizer) {
      return Done.nothing(world, Answer.Guarded);
    }
    Card card = world.card();
    if (card.gone() || card.guarded() != write.seen().guarded()) {
      return Done.nothing(world, Answer.Superseded);
    }
    World put = card.guarded() ? world : world.put(card.guarded(true));
    return new Done(put, put, Answer.Guarded, null);
  }

  private Done patched() {
    Workload before = world.load(write.workload());
    Workload after =
        before == null ? null : Patcher.apply(before, write.patch(), write.seen().fresh());
    if (before == null || after == null) {
      return Done.nothing(world, Answer.Superseded);
    }
    World put = world.put(after);
    World committed = Laws.setsBack(before, after) ? put.with(put.left().settingBack()) : put;
    String law = Laws.ofPatch(setting, world, write, before, after);
    String wrong = law == null ? Laws.ofFight(setting, committed) : law;
    return new Done(committed, remembered(committed, after), Answer.Applied, wrong);
  }

  /** What was written is believed until the watch brings it, built upon what the cache has now. */
  private World remembered(World committed, Workload after) {
    String name = write.workload().toString();
    Copy<Workload> cached = committed.loads().views().get(name);
    if (cached == null) {
      return committed;
    }
    boolean forEver = setting.flaw() == Flaw.BelievesOwnWriteForEver;
    Workload ours = ours(cached.value(), after);
    Copy<Workload> copy = forEver ? new Copy<>(ours, -1_000) : Copy.fresh(ours);
    return committed.withLoads(committed.loads().written(name, copy));
  }

  private Workload ours(Workload cached, Workload after) {
    Marks.Drain drain = after.marks().drain();
    if (write.what() != Write.What.Pin) {
      return cached.scaled("0", drain);
    }
    Map<String, String> images =
        after.containers().stream().collect(Collectors.toMap(it -> it.name(), it -> it.image()));
    return cached.written(
        "0", images, Objects.requireNonNull(after.marks().set()), Patcher.MANAGER);
  }

  /** One after the other, up to the first that is not what it was. */
  private Done deleted() {
    World next = world;
    String wrong = null;
    for (Target target : write.seen().pods()) {
      Pod pod = next.pods().objects().get(target.name());
      boolean same =
          setting.flaw() == Flaw.DeletesAnyPod
              || (pod != null && pod.id().uid().equals(target.uid()) && target.fresh());
      if (pod == null || !same) {
        return new Done(next, next, Answer.Superseded, wrong);
      }
      wrong = wrong == null ? Laws.ofDelete(world, write, pod) : wrong;
      next = gone(next, pod, target.force());
    }
    return new Done(next, next, Answer.Applied, wrong);
  }

  private static World gone(World before, Pod pod, boolean force) {
    if (force) {
      return before.removePod(pod.name());
    }
    return pod.leaving() ? before : before.put(Mould.leaving(pod));
  }

  /** Whatever state it is in, if its disruption budget allows: one may be missing. */
  private Done evicted() {
    Target target = write.seen().pods().getFirst();
    Pod pod = world.pods().objects().get(target.name());
    if (pod == null || !pod.id().uid().equals(target.uid())) {
      return Done.nothing(world, Answer.Superseded);
    }
    Workload load = Objects.requireNonNull(world.load(write.workload()));
    List<Pod> ready = world.podsOf(write.workload()).stream().filter(Pod::ready).toList();
    if (pod.ready() && ready.size() < load.replicas().wanted()) {
      return Done.nothing(world, Answer.Postponed);
    }
    World next = gone(world, pod, false);
    return new Done(next, next, Answer.Applied, Laws.ofEviction(world, write, pod));
  }
}
