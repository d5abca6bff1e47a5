package dev.releaserecord.scene;

import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Replicas;
import dev.releaserecord.rollout.Strategy;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workload in a scene: one replica wanted, nothing running, no probe missing. */
public final class Subject {

  private final WorkloadKey key;
  private final List<TemplateContainer> containers = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<JobRun> runs = new ArrayList<>();
  private Replicas replicas = new Replicas(1, 1, 1, 0, true);
  private Marks marks = new Marks(true, null, null, null);
  private Strategy strategy = new Strategy(false, false, false);
  private @Nullable Duration steadyFor;
  private boolean probes = true;

  private Subject(WorkloadKey key) {
    this.key = key;
  }

  public static Subject deployment(String name) {
    return of(Kind.Deployment, name);
  }

  public static Subject of(Kind kind, String name) {
    Subject subject = new Subject(new WorkloadKey(kind, name));
    if (kind == Kind.CronJob) {
      subject.replicas = Replicas.NONE;
    }
    return subject;
  }

  WorkloadKey key() {
    return key;
  }

  public Subject container(String name, String image) {
    return container(name, image, ContainerRole.Main);
  }

  public Subject container(String name, String image, ContainerRole role) {
    int index =
        (int)
            containers.stream()
                .filter(it -> (it.role() == ContainerRole.Main) == (role == ContainerRole.Main))
                .count();
    containers.add(new TemplateContainer(name, role, index, image, probes, "kubectl"));
    return this;
  }

  public Subject withoutProbes() {
    probes = false;
    return this;
  }

  /** All replicas run the template and have been Ready for a while. */
  public Subject steadyFor(Duration duration) {
    replicas = new Replicas(1, 1, 1, 1, true);
    steadyFor = duration;
    return this;
  }

  public Subject replicas(Replicas newReplicas) {
    replicas = newReplicas;
    return this;
  }

  /** A Ready pod whose only container is the first of the template, with an image of its own. */
  public Subject pod(String image, String imageId, @Nullable Instant steadySince) {
    pods.add(
        new Pod(
            key.name() + "-" + pods.size(),
            key,
            false,
            steadySince,
            List.of(new PodContainer(containers.getFirst().name(), image, imageId))));
    return this;
  }

  public Subject run(String name, String image, Instant finished, boolean failed) {
    runs.add(
        new JobRun(
            name,
            key,
            Map.of(containers.getFirst().name(), image),
            finished,
            failed,
            failed ? "failed: BackoffLimitExceeded" : ""));
    return this;
  }

  public Subject pinnedTo(String digestSet) {
    String label = digestSet.substring("sha256:".length(), "sha256:".length() + 32);
    marks = new Marks(true, label, marks.controller(), marks.gitOps());
    return this;
  }

  public Subject controlledBy(String controller) {
    marks = new Marks(true, marks.set(), controller, marks.gitOps());
    return this;
  }

  public Subject gitOps(String application) {
    marks = new Marks(true, marks.set(), marks.controller(), application);
    return this;
  }

  public Subject strategy(Strategy newStrategy) {
    strategy = newStrategy;
    return this;
  }

  WorkloadView view(Instant at) {
    List<Pod> all = new ArrayList<>(pods);
    if (steadyFor != null) {
      all.add(
          new Pod(
              key.name() + "-steady",
              key,
              false,
              at.minus(steadyFor),
              containers.stream().map(it -> new PodContainer(it.name(), it.image(), "")).toList()));
    }
    Workload workload =
        new Workload(
            new Workload.Identity(key, "uid-" + key, "1"), containers, replicas, marks, strategy);
    return new WorkloadView.Found(workload, all, runs);
  }
}
