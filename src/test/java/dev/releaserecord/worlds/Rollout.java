package dev.releaserecord.worlds;

import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.List;

/** The Deployment controller, RollingUpdate with maxSurge 1 and maxUnavailable 0. */
final class Rollout {

  private static final int SURGE = 1;

  private final Workload load;
  private final String hash;
  private World world;

  private Rollout(World world, Workload load) {
    this.world = world;
    this.load = load;
    this.hash = Mould.hash(load);
  }

  /** One look of the controller: it scales what it may, and says what it counts. */
  static World deployment(World world, Workload load) {
    return new Rollout(world, load).sync();
  }

  /** Makes the present template the newest revision. */
  static World newest(World world, Workload load, int wanted) {
    String hash = Mould.hash(load);
    List<Revision> all = world.revisionsOf(load.key());
    long highest = all.stream().mapToLong(Revision::number).max().orElse(0);
    Revision own = all.stream().filter(it -> it.hash().equals(hash)).findFirst().orElse(null);
    if (own != null && own.number() == highest) {
      return world;
    }
    return world.put(revision(load.key(), hash, highest + 1, own == null ? wanted : own.wanted()));
  }

  static Revision revision(WorkloadKey key, String hash, long number, int wanted) {
    return new Revision(key.name() + "-" + hash, key, hash, number, wanted, null);
  }

  private World sync() {
    int room = wanted() + SURGE - total();
    World before = world;
    world = newest(world, load, Math.clamp(room, 0, wanted()));
    if (world.equals(before) && !scaleNewest()) {
      scaleOld();
    }
    Workload counted = Mould.counted(load, hash, world.podsOf(load.key()));
    return counted.equals(load) ? world : world.put(counted);
  }

  private boolean scaleNewest() {
    Revision newest = newest();
    int room = wanted() + SURGE - total();
    if (newest.wanted() > wanted()) {
      scale(newest, wanted());
      return true;
    }
    if (newest.wanted() < wanted() && room > 0) {
      scale(newest, Math.min(wanted(), newest.wanted() + room));
      return true;
    }
    return false;
  }

  /** Broken pods of older revisions go as soon as the new ones serve, the others after them. */
  private void scaleOld() {
    int newestUnavailable = newest().wanted() - available(newest());
    int spare = total() - wanted() - newestUnavailable;
    for (Revision old : old()) {
      int broken = Math.min(old.wanted() - available(old), Math.max(0, spare));
      if (broken > 0) {
        scale(old, old.wanted() - broken);
        return;
      }
    }
    int available = world.revisionsOf(load.key()).stream().mapToInt(this::available).sum();
    for (Revision old : old()) {
      int down = Math.min(Math.min(old.wanted(), available - wanted()), Math.max(0, spare));
      if (down > 0) {
        scale(old, old.wanted() - down);
        return;
      }
    }
  }

  private List<Revision> old() {
    return world.revisionsOf(load.key()).stream()
        .filter(it -> !it.hash().equals(hash) && it.wanted() > 0)
        .toList();
  }

  private Revision newest() {
    return world.revisionsOf(load.key()).stream()
        .filter(it -> it.hash().equals(hash))
        .findFirst()
        .orElseThrow();
  }

  private int wanted() {
    return Mould.replicas(load);
  }

  private int total() {
    return world.revisionsOf(load.key()).stream().mapToInt(Revision::wanted).sum();
  }

  private int available(Revision revision) {
    return (int)
        world.podsOf(load.key()).stream()
            .filter(Pod::ready)
            .filter(pod -> pod.revision().equals(revision.hash()))
            .count();
  }

  private void scale(Revision revision, int to) {
    world = world.put(revision(revision.owner(), revision.hash(), revision.number(), to));
  }
}
