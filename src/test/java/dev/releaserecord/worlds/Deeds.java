package dev.releaserecord.worlds;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.worlds.Setting.Deed;
import java.util.Comparator;
import java.util.Optional;

/** What people do. */
final class Deeds {

  private Deeds() {}

  /** {@code kubectl set image}. */
  static Deed setImage(Kind kind, String name, String image) {
    WorkloadKey key = new WorkloadKey(kind, name);
    return new Deed(
        "a person sets " + key + " to " + image,
        world -> {
          Workload load = world.load(key);
          return load == null || load.containers().getFirst().image().equals(image)
              ? null
              : world.put(Mould.edited(load, image, "kubectl-set"));
        });
  }

  /** A program that never gives in. */
  static Deed robot(Kind kind, String name, String image) {
    WorkloadKey key = new WorkloadKey(kind, name);
    return new Deed(
        "a robot sets " + key + " to " + image,
        world -> {
          Workload load = world.load(key);
          return load == null || load.containers().getFirst().image().equals(image)
              ? null
              : world.put(Mould.edited(load, image, Laws.ROBOT));
        });
  }

  /** {@code kubectl scale}. */
  static Deed scale(Kind kind, String name, int to) {
    WorkloadKey key = new WorkloadKey(kind, name);
    return new Deed(
        "a person scales " + key + " to " + to,
        world -> {
          Workload load = world.load(key);
          if (load == null || Mould.replicas(load) == to) {
            return null;
          }
          Marks.Drain drain = load.marks().drain();
          Workload scaled = Mould.stale(load, load.containers(), to);
          // Whoever scales owns the replicas from then on.
          return world
              .put(
                  drain == null
                      ? scaled
                      : scaled.drained(new Marks.Drain(drain.label(), false, drain.since())))
              .with(world.left().scaled(key.toString(), to));
        });
  }

  /** {@code kubectl replace --force}: the same manifest makes another object. */
  static Deed recreate(Kind kind, String name, String image) {
    WorkloadKey key = new WorkloadKey(kind, name);
    return new Deed(
        "a person deletes " + key + " and makes it anew",
        world -> {
          Workload old = world.load(key);
          return old == null ? null : recreated(world, old, image);
        });
  }

  private static World recreated(World before, Workload old, String image) {
    World world = before.removeLoad(old.key());
    for (Revision revision : before.revisionsOf(old.key())) {
      world = world.removeRevision(revision.name());
    }
    for (Pod pod : before.podsOf(old.key())) {
      world = pod.leaving() ? world : world.put(Mould.leaving(pod));
    }
    Workload blank = Mould.edited(old, image, "kubectl");
    return world.put(
        new Workload(
            new Workload.Identity(old.key(), "uid-" + old.key() + "-1", "0"),
            Workload.Template.PLAIN,
            blank.containers(),
            new Replicas(old.replicas().wanted(), 0, 0, 0, false),
            new Marks(true, null, null, null),
            blank.strategy()));
  }

  /** Somebody declares the record's next generation. */
  static Deed declare(int generation) {
    return new Deed(
        "a person declares generation " + generation,
        world ->
            world.card().generation() >= generation
                ? null
                : world.put(world.card().declaring(generation)));
  }

  /** Somebody deletes the record. */
  static Deed deleteRecord() {
    return new Deed(
        "a person deletes the record",
        world -> world.card().going() ? null : world.put(world.card().deleted()));
  }

  /** Somebody annotates the record to have it tried again. */
  static Deed retry() {
    return new Deed(
        "a person asks to try again",
        world -> world.card().retry() != null ? null : world.put(world.card().retried("now")));
  }

  /** Somebody deletes pods of older revisions, one at a time, once all are ready. */
  static Deed replaceOld(Kind kind, String name) {
    WorkloadKey key = new WorkloadKey(kind, name);
    return new Deed(
        "a person deletes an old pod of " + key,
        world -> {
          Workload load = world.load(key);
          if (load == null
              || !load.replicas().current()
              || world.podsOf(key).stream().filter(Pod::ready).count() < load.replicas().wanted()) {
            return null;
          }
          Optional<Pod> old =
              world.podsOf(key).stream()
                  .filter(pod -> pod.ready() && !pod.revision().equals(Mould.hash(load)))
                  .min(Comparator.comparing(Pod::name));
          return old.map(pod -> world.put(Mould.leaving(pod))).orElse(null);
        });
  }
}
