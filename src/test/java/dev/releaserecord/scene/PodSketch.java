package dev.releaserecord.scene;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod in a scene: of the newest template, on node1, an hour old, its one container running and
 * not ready, for no reason that anybody could tell.
 */
public final class PodSketch {

  /** Of the newest template. */
  public static final String IMAGE = "r.io/g/users@sha256:" + "a".repeat(64);

  private static final String OLDER = "r.io/g/users@sha256:" + "0".repeat(64);

  private final String name;
  private final List<PodContainer> others = new ArrayList<>();
  private String revision = Subject.REVISION;
  private String image = IMAGE;
  private String node = "node1";
  private Instant created = Instant.EPOCH;
  private @Nullable Instant ready;
  private Pod.@Nullable Leaving leaving;
  private Pod.@Nullable Ended ended;
  private PodContainer.Run run =
      new PodContainer.Run(new ContainerState.Running(null, true), null, 0, false);

  private PodSketch(String name) {
    this.name = name;
  }

  public static PodSketch pod(String name) {
    return new PodSketch(name);
  }

  /** A container that runs, ready if its pod is. */
  static PodContainer running(
      String name, ContainerRole role, String image, String imageId, @Nullable Instant ready) {
    ContainerState state = new ContainerState.Running(Instant.EPOCH, true);
    return new PodContainer(
        name, role, image, imageId, new PodContainer.Run(state, null, 0, ready != null));
  }

  /** Of an older template, with another image. */
  public PodSketch old() {
    image = OLDER;
    return outdated();
  }

  /** Of an older template that had the same image. */
  public PodSketch outdated() {
    revision = "r0";
    return this;
  }

  public PodSketch on(String newNode) {
    node = newNode;
    return this;
  }

  public PodSketch created(Instant at) {
    created = at;
    return this;
  }

  public PodSketch ready(Instant since) {
    ready = since;
    run = new PodContainer.Run(new ContainerState.Running(since, true), null, 0, true);
    return this;
  }

  /** It is being deleted; its containers stay what they are. */
  public PodSketch leaving(Instant due, String... finalizers) {
    leaving = new Pod.Leaving(due, List.of(finalizers));
    return this;
  }

  /** It was evicted, and stays behind as a record of it. */
  public PodSketch ended() {
    ended = new Pod.Ended(true, "Evicted", "");
    return this;
  }

  /** Its program ended again and again, and waits to be started. */
  public PodSketch crashing(Instant at) {
    Termination end = new Termination(1, 0, "Error", "", at.minusSeconds(20), "");
    run = new PodContainer.Run(new ContainerState.Waiting("CrashLoopBackOff", ""), end, 4, false);
    return this;
  }

  /** Its main container waits. */
  public PodSketch waiting(String reason) {
    run = new PodContainer.Run(new ContainerState.Waiting(reason, ""), null, 0, false);
    return this;
  }

  /** An init container runs, which may be a migration. */
  public PodSketch migrating() {
    return with(ContainerRole.Init, "migrate", new ContainerState.Running(created, true));
  }

  /** A sidecar backs off. */
  public PodSketch sidecarBackingOff() {
    return with(ContainerRole.Sidecar, "proxy", new ContainerState.Waiting("CrashLoopBackOff", ""));
  }

  private PodSketch with(ContainerRole role, String container, ContainerState state) {
    PodContainer.Run its = new PodContainer.Run(state, null, 0, false);
    others.add(new PodContainer(container, role, "r.io/g/" + container + ":1", "", its));
    return this;
  }

  Pod of(WorkloadKey key) {
    List<PodContainer> all = new ArrayList<>(others);
    all.add(new PodContainer(key.name(), ContainerRole.Main, image, "", run));
    return new Pod(
        new Pod.Identity(name, "uid-" + name, "1"),
        new Pod.Owner.OfWorkload(key),
        new Pod.Template(revision),
        new Pod.Life(created, ready, leaving, ended, List.of()),
        new Pod.Placement(node, null),
        all);
  }
}
