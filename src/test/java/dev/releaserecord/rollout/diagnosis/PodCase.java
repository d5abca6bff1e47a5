package dev.releaserecord.rollout.diagnosis;

import static dev.releaserecord.rollout.diagnosis.Case.second;

import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Termination;
import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pod: of the newest revision, made at second 0, on {@code node1}, and not ready. */
final class PodCase {

  private final String name;
  private final List<PodContainer> containers = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private String revision = "new";
  private long created;
  private @Nullable Instant ready;
  private Pod.@Nullable Leaving leaving;
  private Pod.@Nullable Ended ended;
  private Pod.@Nullable Refusal refusal;
  private @Nullable String node = "node1";
  private @Nullable String job;
  private List<String> gates = List.of();

  private PodCase(String name) {
    this.name = name;
  }

  static PodCase pod(String name) {
    return new PodCase(name);
  }

  /** Ready since its 20th second. */
  static PodCase readyPod(String name) {
    return pod(name).running(0).ready(20);
  }

  PodCase old() {
    revision = "old";
    return this;
  }

  PodCase created(long second) {
    created = second;
    return this;
  }

  PodCase ready(long since) {
    ready = second(since);
    containers.replaceAll(
        it ->
            with(it, new PodContainer.Run(it.state(), it.run().last(), it.run().restarts(), true)));
    return this;
  }

  PodCase on(String newNode) {
    node = newNode;
    return this;
  }

  PodCase ofJob(String newJob) {
    job = newJob;
    return this;
  }

  PodCase unscheduled() {
    node = null;
    return this;
  }

  PodCase refused(String reason, String message) {
    refusal = new Pod.Refusal(reason, message, second(created));
    return unscheduled();
  }

  /** On its way out; its grace period ends at this second. */
  PodCase leaving(long due, String... finalizers) {
    leaving = new Pod.Leaving(second(due), List.of(finalizers));
    return this;
  }

  PodCase ended(boolean failed, String reason) {
    ended = new Pod.Ended(failed, reason, "");
    return this;
  }

  PodCase gates(String... closed) {
    gates = List.of(closed);
    return this;
  }

  PodCase waiting(String reason, String message) {
    return container("app", ContainerRole.Main, waitingState(reason, message), null, 0);
  }

  PodCase running(long since) {
    return container("app", ContainerRole.Main, runningState(since, true), null, 0);
  }

  /** Its startup probe has still to pass. */
  PodCase starting(long since) {
    return container("app", ContainerRole.Main, runningState(since, false), null, 0);
  }

  /** Waits after this end, having been started again so often. */
  PodCase backOff(Termination last, int restarts) {
    return backOff("app", ContainerRole.Main, last, restarts);
  }

  PodCase backOff(String container, ContainerRole role, Termination last, int restarts) {
    String message = "back-off 40s restarting failed container=" + container;
    return container(container, role, waitingState("CrashLoopBackOff", message), last, restarts);
  }

  PodCase image(String image) {
    PodContainer last = containers.removeLast();
    containers.add(new PodContainer(last.name(), last.role(), image, last.imageId(), last.run()));
    return this;
  }

  PodCase container(
      String container,
      ContainerRole role,
      ContainerState state,
      @Nullable Termination last,
      int restarts) {
    PodContainer.Run run = new PodContainer.Run(state, last, restarts, ready != null);
    containers.add(new PodContainer(container, role, Case.IMAGE, "", run));
    return this;
  }

  /** Kubernetes warned of the pod, or of one of its containers. */
  PodCase warned(long second, String container, String reason, String message) {
    Notice.Regarding pod = new Notice.Regarding("Pod", name, "uid-" + name);
    notices.add(new Notice(pod, container, reason, message, second(second)));
    return this;
  }

  static ContainerState waitingState(String reason, String message) {
    return new ContainerState.Waiting(reason, message);
  }

  static ContainerState runningState(long since, boolean started) {
    return new ContainerState.Running(second(since), started);
  }

  static ContainerState endedState(Termination end) {
    return new ContainerState.Terminated(end);
  }

  static Termination exit(int code, long second) {
    return exit(code, code == 0 ? "Completed" : "Error", "", second);
  }

  static Termination exit(int code, String reason, String message, long second) {
    return new Termination(code, 0, reason, message, second(second), "");
  }

  private static PodContainer with(PodContainer it, PodContainer.Run run) {
    return new PodContainer(it.name(), it.role(), it.image(), it.imageId(), run);
  }

  List<Notice> notices() {
    return notices;
  }

  Pod pod(WorkloadKey workload) {
    Pod.Owner owner = job == null ? new Pod.Owner.OfWorkload(workload) : new Pod.Owner.OfJob(job);
    return new Pod(
        new Pod.Identity(name, "uid-" + name, "1"),
        owner,
        new Pod.Template(job == null ? revision : ""),
        new Pod.Life(second(created), ready, leaving, ended, gates),
        new Pod.Placement(node, refusal),
        containers);
  }
}
