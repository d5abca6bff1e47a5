package dev.releaserecord.worlds;

import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The essential steps of the controllers of Kubernetes (kube-controller-manager, 1.34) and of a
 * kubelet. They see the API server as it is.
 */
final class Controllers {

  private final World world;
  private final boolean swift;
  private final List<Step> steps;

  private Controllers(World world, boolean swift, List<Step> steps) {
    this.world = world;
    this.swift = swift;
    this.steps = steps;
  }

  /**
   * @param swift whether the controllers of a Deployment act as one, and pods go at once: fewer
   *     states, for worlds in which more can happen otherwise
   */
  static void steps(World world, boolean swift, List<Step> steps) {
    new Controllers(world, swift, steps).all();
  }

  private void all() {
    for (Workload load : world.loads().objects().values()) {
      switch (load.key().kind()) {
        case Deployment -> deployment(load);
        case StatefulSet -> statefulSet(load);
        case DaemonSet -> daemonSet(load);
        case CronJob -> cronJob(load);
      }
    }
    world.pods().objects().values().forEach(this::kubelet);
  }

  private void add(WorkloadKey key, String who, @Nullable World next) {
    if (next != null && !next.equals(world)) {
      steps.add(Step.fair(key + ": " + who, next));
    }
  }

  private World counted(World next, Workload load, String revision) {
    Workload counted = Mould.counted(load, revision, next.podsOf(load.key()));
    return counted.equals(load) ? next : next.put(counted);
  }

  private void deployment(Workload load) {
    World scaled = Rollout.deployment(world, load);
    if (!swift) {
      add(load.key(), "controller", scaled);
      for (Revision revision : world.revisionsOf(load.key())) {
        add(load.key(), "ReplicaSet " + revision.hash(), replicaSet(world, load, revision));
      }
      return;
    }
    World next = scaled;
    for (Revision revision : scaled.revisionsOf(load.key())) {
      next = replicaSet(next, load, revision);
    }
    Workload then = Objects.requireNonNull(next.load(load.key()));
    add(
        load.key(),
        "controllers",
        next.equals(world) ? world : counted(next, then, Mould.hash(load)));
  }

  /** Makes pods that are missing and deletes those that are too many, the broken ones first. */
  private World replicaSet(World before, Workload load, Revision revision) {
    List<Pod> pods =
        before.podsOf(load.key()).stream()
            .filter(pod -> !pod.leaving() && pod.revision().equals(revision.hash()))
            .sorted(Comparator.comparing(Pod::ready).thenComparing(Pod::name))
            .toList();
    World next = before;
    // Only the newest template is ever scaled up here.
    boolean newest = revision.hash().equals(Mould.hash(load));
    for (int i = pods.size(); i < revision.wanted() && newest; i++) {
      next = next.put(Mould.pod(next, load, Mould.freshName(next, load.key(), revision.hash())));
    }
    for (int i = 0; i < pods.size() - revision.wanted(); i++) {
      next = deleted(next, pods.get(i));
    }
    return next;
  }

  private World deleted(World before, Pod pod) {
    return swift ? before.removePod(pod.name()) : before.put(Mould.leaving(pod));
  }

  /** OrderedReady: one after the other upwards, and for a new template downwards. */
  private void statefulSet(Workload load) {
    String hash = Mould.hash(load);
    add(load.key(), "controller counts", counted(world, load, hash));
    if (!load.replicas().current() || !load.template().revision().equals(hash)) {
      return;
    }
    Map<String, Pod> pods =
        world.podsOf(load.key()).stream()
            .collect(Collectors.toMap(Pod::name, it -> it, (one, _) -> one, TreeMap::new));
    int wanted = load.replicas().wanted();
    for (int ordinal = 0; ordinal < wanted; ordinal++) {
      String name = load.key().name() + "-" + ordinal;
      Pod pod = pods.get(name);
      if (pod == null) {
        add(load.key(), "controller makes " + name, world.put(Mould.pod(world, load, name)));
        return;
      }
      if (!pod.ready()) {
        return;
      }
    }
    List<Pod> highestFirst = new ArrayList<>(pods.values()).reversed();
    for (Pod pod : highestFirst) {
      int ordinal = Integer.parseInt(pod.name().substring(pod.name().lastIndexOf('-') + 1));
      boolean old = !pod.revision().equals(hash) && !load.strategy().onDelete();
      if (pod.leaving()) {
        return;
      }
      if (ordinal >= wanted || old) {
        add(load.key(), "controller deletes " + pod.name(), deleted(world, pod));
        return;
      }
    }
  }

  /** One pod for each node; the old ones go one at a time (maxUnavailable 1). */
  private void daemonSet(Workload load) {
    String hash = Mould.hash(load);
    World next = Rollout.newest(world, load, 0);
    add(load.key(), "controller counts", counted(next, load, hash));
    if (!load.replicas().current() || !next.equals(world)) {
      return;
    }
    List<Pod> pods = world.podsOf(load.key());
    if (pods.size() < load.replicas().wanted()) {
      String name = Mould.freshName(world, load.key(), hash);
      add(load.key(), "controller makes " + name, world.put(Mould.pod(world, load, name)));
    }
    if (load.strategy().onDelete()) {
      return;
    }
    long available = pods.stream().filter(Pod::ready).count();
    pods.stream()
        .filter(pod -> !pod.leaving() && !pod.revision().equals(hash))
        .filter(pod -> !pod.ready() || available == load.replicas().wanted())
        .min(Comparator.comparing(Pod::ready).thenComparing(Pod::name))
        .ifPresent(pod -> add(load.key(), "controller deletes " + pod.name(), deleted(world, pod)));
  }

  /** One run of the present template, which completes. */
  private void cronJob(Workload load) {
    String name = load.key().name() + "-" + Mould.hash(load);
    JobRun run = world.runs().objects().get(name);
    if (run == null) {
      Map<String, String> images =
          load.containers().stream().collect(Collectors.toMap(it -> it.name(), it -> it.image()));
      add(
          load.key(),
          "starts Job " + name,
          world.put(
              new JobRun(
                  new JobRun.Identity(name, "uid-" + name, Ages.NOW), load.key(), images, null)));
    } else if (run.end() == null) {
      JobRun.End end = new JobRun.End(Ages.NOW, false, "");
      add(
          load.key(),
          "Job " + name + " completes",
          world.put(new JobRun(run.id(), run.owner(), run.images(), end)));
    }
  }

  private void kubelet(Pod pod) {
    if (pod.leaving()) {
      steps.add(Step.fair("kubelet: " + pod.name() + " is gone", world.removePod(pod.name())));
      return;
    }
    if (!pod.ready() && !world.left().jammed()) {
      Pod started = Mould.started(pod);
      if (!started.equals(pod)) {
        String what = started.ready() ? " is ready" : " is refused";
        steps.add(Step.fair("kubelet: " + pod.name() + what, world.put(started)));
      }
    }
  }
}
