package dev.releaserecord.worlds;

import dev.releaserecord.image.Placeholder;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes pods of templates, and lets them become what they become. */
final class Mould {

  /** What a tag stands for in the registry. */
  private static final String FOREIGN = "@sha256:" + "f".repeat(64);

  private Mould() {}

  /** What names a template: the same images give the same revision. */
  static String hash(Workload load) {
    String images =
        load.containers().stream().map(TemplateContainer::image).collect(Collectors.joining(" "));
    return Integer.toHexString(images.hashCode());
  }

  /** A pod that nobody has started. */
  static Pod pod(World world, Workload load, String name) {
    List<PodContainer> containers =
        load.containers().stream()
            .map(
                it ->
                    new PodContainer(
                        it.name(), it.role(), it.image(), "", PodContainer.Run.UNKNOWN))
            .toList();
    return new Pod(
        new Pod.Identity(name, uid(world, name), "0"),
        new Pod.Owner.OfWorkload(load.key()),
        new Pod.Template(hash(load)),
        new Pod.Life(Ages.NOW, null, null, null, List.of()),
        new Pod.Placement("node1", null),
        containers);
  }

  /** The first uid that nobody remembers. */
  private static String uid(World world, String name) {
    int number = 0;
    while (remembered(world, name, "uid-" + name + "-" + number)) {
      number++;
    }
    return "uid-" + name + "-" + number;
  }

  private static boolean remembered(World world, String name, String uid) {
    return world.pods().known(name)
        && world.pods().values().anyMatch(pod -> pod.id().uid().equals(uid));
  }

  /** A name that nobody remembers. */
  static String freshName(World world, WorkloadKey key, String hash) {
    int number = 0;
    while (world.pods().known(name(key, hash, number))) {
      number++;
    }
    return name(key, hash, number);
  }

  static String name(WorkloadKey key, String hash, int number) {
    return key.name() + "-" + hash + "-" + number;
  }

  /** Whether no node can run such a name. */
  static boolean broken(Pod pod) {
    return pod.containers().stream().anyMatch(it -> Placeholder.find(it.image()).isPresent());
  }

  /** Whether the registry does not have it any more: digests of d's and of e's. */
  static boolean lost(String image) {
    return image.contains("@sha256:d") || image.contains("@sha256:e");
  }

  static Pod started(Pod pod) {
    if (broken(pod)) {
      return waiting(pod, "InvalidImageName", "no such name");
    }
    boolean lost = pod.containers().stream().anyMatch(it -> lost(it.image()));
    return lost ? waiting(pod, "ImagePullBackOff", "manifest unknown") : ready(pod);
  }

  static Pod ready(Pod pod) {
    return ready(pod, Ages.NOW);
  }

  static Pod ready(Pod pod, Instant since) {
    List<PodContainer> containers =
        pod.containers().stream()
            .map(
                it ->
                    new PodContainer(
                        it.name(),
                        it.role(),
                        it.image(),
                        imageId(it.image()),
                        new PodContainer.Run(
                            new ContainerState.Running(since, true), null, 0, true)))
            .toList();
    return with(pod, new Pod.Life(since, since, null, null, List.of()), containers);
  }

  static String imageId(String image) {
    return image.contains("@sha256:")
        ? image
        : image.substring(0, image.lastIndexOf(':')) + FOREIGN;
  }

  private static Pod waiting(Pod pod, String reason, String message) {
    PodContainer.Run run =
        new PodContainer.Run(new ContainerState.Waiting(reason, message), null, 0, false);
    List<PodContainer> containers =
        pod.containers().stream()
            .map(it -> new PodContainer(it.name(), it.role(), it.image(), "", run))
            .toList();
    return with(pod, pod.life(), containers);
  }

  static Pod leaving(Pod pod) {
    Pod.Life life = pod.life();
    return with(
        pod,
        new Pod.Life(
            life.created(),
            life.steadySince(),
            new Pod.Leaving(Ages.NOW.plus(Ages.GRAIN), List.of()),
            null,
            List.of()),
        pod.containers());
  }

  private static Pod with(Pod pod, Pod.Life life, List<PodContainer> containers) {
    return new Pod(pod.id(), pod.owner(), pod.template(), life, pod.placement(), containers);
  }

  /** The controller has looked at the workload and says what it counts. */
  static Workload counted(Workload load, String revision, List<Pod> pods) {
    List<Pod> standing = pods.stream().filter(pod -> !pod.leaving()).toList();
    int updated = (int) standing.stream().filter(pod -> pod.revision().equals(revision)).count();
    int available = (int) standing.stream().filter(Pod::ready).count();
    return new Workload(
        load.id(),
        new Workload.Template(
            load.key().kind() == Kind.StatefulSet ? revision : "", NodeRules.ANYWHERE),
        load.containers(),
        new Replicas(load.replicas().wanted(), standing.size(), updated, available, true),
        load.marks(),
        load.strategy());
  }

  /** The template of a workload with other images in some of its containers. */
  static Workload edited(Workload load, String image, @Nullable String manager) {
    TemplateContainer first = load.containers().getFirst();
    List<TemplateContainer> containers =
        load.containers().stream()
            .map(
                it ->
                    it.equals(first)
                        ? it.withImage(image, manager == null ? "kubectl" : manager)
                        : it)
            .toList();
    return stale(load, containers, load.replicas().wanted());
  }

  /** What stands in the spec: a drained Deployment is wanted to have more. */
  static int replicas(Workload load) {
    Marks.Drain drain = load.marks().drain();
    return drain != null && drain.owed() ? 0 : load.replicas().wanted();
  }

  /** A workload whose controller has not seen its newest spec. */
  static Workload stale(Workload load, List<TemplateContainer> containers, int wanted) {
    Replicas replicas = load.replicas();
    boolean runs = load.key().kind().keepsPodsRunning();
    return new Workload(
        load.id(),
        load.template(),
        containers,
        runs
            ? new Replicas(
                wanted, replicas.total(), replicas.updated(), replicas.available(), false)
            : replicas,
        load.marks(),
        load.strategy());
  }
}
