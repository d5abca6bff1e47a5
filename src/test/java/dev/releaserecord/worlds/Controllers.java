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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The essential steps of the controllers of Kubernetes (kube-controller-manager, 1.34) and of a
 * kubelet. They see the API server as it is.
 */
final class Controllers {

  private final World world;
  private final List<Step> steps;

  private Controllers(World world, List<Step> steps) {
    this.world = world;
    this.steps = steps;
  }

  static void steps(World world, List<Step> steps) {
    new Controllers(world, steps).all();
  }

  private void all() {
    for (Workload load : world.loads().objects().values()) {
      switch (load.key().kind()) {
        case Deployment -> {
          add(load.key(), "controller", Rollout.deployment(world, load));
          replicaSets(load);
        }
        case StatefulSet -> statefulSet(load);
        case DaemonSet -> daemonSet(load);
        case CronJob -> cronJob(load);
      }
    }
    world.pods().objects().values().forEach(this::kubelet);
  }

  private void add(WorkloadKey key, String who, @Nullable World next) {
    if (next != null && next != world) {
      steps.add(Step.fair(key + ": " + who, next));
    }
  }

  private World counted(World next, Workload load, String revision) {
    Workload counted = Mould.counted(load, revision, next.podsOf(load.key()));
    return counted.equals(load) ? next : next.put(counted);
  }

  /** Makes pods that are missing and deletes those that are too many, the broken ones first. */
  private void replicaSets(Workload load) {
    for (Revision revision : world.revisionsOf(load.key())) {
      List<Pod> pods =
          world.podsOf(load.key()).stream()
              .filter(pod -> !pod.leaving() && pod.revision().equals(revision.hash()))
              .sorted(Comparator.comparing(Pod::ready).thenComparing(Pod::name))
              .toList();
      World next = world;
      // Only the newest template is ever scaled up here.
      for (int i = pods.size();
          i < revision.wanted() && revision.hash().equals(Mould.hash(load));
          i++) {
        next =
            next.put(
                Mould.pod(next, load, Mould.freshName(next, load.key(), revision.hash())));
      }
      for (int i = 0; i < pods.size() - revision.wanted(); i++) {
        next = next.put(Mould.leaving(pods.get(i)));
      }
      add(load.key(), "ReplicaSet " + revision.hash(), next);
    }
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
        add(load.key(), "controller deletes " + pod.name(), world.put(Mould.leaving(pod)));
        return;
      }
    }
  }

  /** One pod for each node; the old ones go one at a time (maxUnavailable 1). */
  private void daemonSet(Workload load) {
    String hash = Mould.hash(load);
    World next = Rollout.newest(world, load, 0);
    add(load.key(), "controller counts", counted(next, load, hash));
    if (!load.replicas().current() || next != world) {
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
        .ifPresent(
            pod ->
                add(
                    load.key(),
                    "controller deletes " + pod.name(),
                    world.put(Mould.leaving(pod))));
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
    if (!pod.ready()) {
      Pod started = Mould.started(pod);
      if (!started.equals(pod)) {
        String what = started.ready() ? " is ready" : " is refused";
        steps.add(Step.fair("kubelet: " + pod.name() + what, world.put(started)));
      }
    }
  }
}
