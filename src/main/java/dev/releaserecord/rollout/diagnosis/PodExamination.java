package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.Termination;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What keeps one pod from being ready, or from going. The steps stand in the order of a pod's life:
 * the first that it cannot take is the fault, whatever follows from it.
 */
final class PodExamination {

  /** How long past its grace period a pod may take to go. */
  static final Duration OVERDUE = Duration.ofSeconds(30);

  /** Volumes are attached and networks set up with a failure or two on the way. */
  static final Duration SET_UP = Duration.ofSeconds(30);

  /** What a node that was just started, or is slow, is given. */
  private static final Duration SLOW = Duration.ofMinutes(2);

  private final Facts facts;
  private final Pod pod;

  private PodExamination(Facts facts, Pod pod) {
    this.facts = facts;
    this.pod = pod;
  }

  static Optional<Fault> of(Facts facts, Pod pod) {
    return new PodExamination(facts, pod).fault();
  }

  private Optional<Fault> fault() {
    if (pod.leaving()) {
      return lostNode().filter(_ -> overdue()).or(this::notGoing);
    }
    if (pod.ready()) {
      return betweenCrashes();
    }
    if (pod.life().ended() != null) {
      return ended();
    }
    return lostNode()
        .or(() -> SchedulingFaults.of(facts, pod))
        .or(this::containers)
        .or(() -> joining() ? Optional.empty() : SetUpFaults.of(facts, pod))
        .or(this::probes)
        .or(() -> ProbeFaults.ofGates(facts, pod));
  }

  private boolean overdue() {
    Pod.Leaving leaving = pod.life().leaving();
    return leaving != null && facts.past(leaving.due(), OVERDUE);
  }

  private Optional<Fault> notGoing() {
    Pod.Leaving leaving = pod.life().leaving();
    if (leaving == null || !overdue()) {
      return Optional.empty();
    }
    if (!leaving.finalizers().isEmpty()) {
      String names = String.join(", ", leaving.finalizers());
      return Optional.of(
          new Fault(
              Cause.PendingTermination,
              Place.of(pod),
              "is to go and is held by the finalizer " + names,
              "find the controller that owns this finalizer and let it finish; the operator never"
                  + " takes a finalizer off"));
    }
    String node = pod.placement().node();
    return Optional.of(
        new Fault(
            Cause.PendingTermination,
            Place.of(pod),
            "is past its grace period and does not go"
                + (node == null ? "" : " (node " + node + ")"),
            "see whether the node's kubelet answers, and what its containers still do: kubectl"
                + " describe pod "
                + pod.name()));
  }

  private Optional<Fault> lostNode() {
    String name = pod.placement().node();
    Surroundings.Nodes nodes = facts.around().nodes();
    if (name == null || !nodes.readable()) {
      return Optional.empty();
    }
    Optional<Node> node = nodes.find(name);
    if (node.isPresent() ? !node.get().lost() || joins(node.get()) : young(SET_UP)) {
      return Optional.empty();
    }
    return Optional.of(
        new Fault(
            Cause.NodeLost,
            Place.of(pod),
            "is on node "
                + name
                + (node.isPresent() ? ", which is not ready" : ", which does not exist any more"),
            "bring the node back, or delete its Node object so that its pods are replaced"));
  }

  private boolean joining() {
    String name = pod.placement().node();
    return name != null
        && facts.around().nodes().find(name).filter(Node::lost).filter(this::joins).isPresent();
  }

  /** A new node takes pods of DaemonSets before it is ready for the first time. */
  private boolean joins(Node node) {
    Instant since = node.health().notReadySince();
    return since != null && !pod.life().created().isBefore(since) && young(SLOW);
  }

  private boolean young(Duration age) {
    return !facts.past(pod.life().created(), age);
  }

  /** The controller replaces it; what ended it is told only of a Job, which has no other pod. */
  private Optional<Fault> ended() {
    boolean failed = pod.life().ended() != null && pod.life().ended().failed();
    if (!(pod.owner() instanceof Pod.Owner.OfJob) || !failed) {
      return Optional.empty();
    }
    return pod.containers().stream().flatMap(it -> crash(it).stream()).findFirst();
  }

  private Optional<Fault> crash(PodContainer container) {
    Termination end = container.newestEnd();
    return end == null || end.exitCode() == 0
        ? Optional.empty()
        : Optional.of(RunFaults.crash(facts, pod, container, end));
  }

  private Optional<Fault> containers() {
    return pod.containers().stream()
        .flatMap(it -> container(it).stream())
        .min(Comparator.comparing(Fault::cause));
  }

  /** Ready for a moment, as a program without a readiness probe is before each of its crashes. */
  private Optional<Fault> betweenCrashes() {
    return pod.containers().stream()
        .filter(container -> container.state() instanceof ContainerState.Running)
        .flatMap(it -> RunFaults.ofEnds(facts, pod, it).stream())
        .min(Comparator.comparing(Fault::cause));
  }

  private Optional<Fault> container(PodContainer container) {
    if (container.state() instanceof ContainerState.Waiting(String reason, String message)) {
      return ImageFaults.ofWaiting(facts, pod, container, reason, message)
          .or(() -> ConfigFaults.ofWaiting(facts, pod, container, reason, message))
          .or(() -> RunFaults.ofWaiting(facts, pod, container, reason, message))
          .or(() -> RunFaults.ofEnds(facts, pod, container));
    }
    return RunFaults.ofEnds(facts, pod, container);
  }

  /** Whether a kubelet that still has to read what the pod needs is given time. */
  static boolean waits(Facts facts, Pod pod, String message) {
    return Phrases.notYet(message) && !facts.past(pod.life().created(), SLOW);
  }

  /** Nobody waits for a Job's pod to be ready. */
  private Optional<Fault> probes() {
    if (pod.owner() instanceof Pod.Owner.OfJob) {
      return Optional.empty();
    }
    return pod.containers().stream()
        .flatMap(container -> ProbeFaults.of(facts, pod, container).stream())
        .findFirst();
  }

  /** When this pod may read otherwise with nothing having happened to it. */
  static Stream<Instant> lookAgain(Facts facts, Pod pod) {
    Pod.Leaving leaving = pod.life().leaving();
    if (leaving != null) {
      return later(facts, leaving.due().plus(OVERDUE));
    }
    if (pod.life().ended() != null) {
      return Stream.empty();
    }
    Stream<Instant> recoveries =
        pod.containers().stream()
            .flatMap(it -> Stream.ofNullable(CrashLoops.recoveredAt(facts, pod, it)));
    Stream<Instant> others = pod.ready() ? Stream.empty() : dues(facts, pod);
    return Stream.concat(recoveries, others).flatMap(instant -> later(facts, instant));
  }

  private static Stream<Instant> dues(Facts facts, Pod pod) {
    Instant created = pod.life().created();
    return Stream.of(
            pod.containers().stream().flatMap(it -> Stream.ofNullable(ProbeFaults.due(facts, it))),
            Stream.ofNullable(ProbeFaults.gatesDue(pod)),
            Stream.ofNullable(SchedulingFaults.due(pod)),
            Stream.of(created.plus(SET_UP), created.plus(SLOW)),
            facts.notices(pod.id().uid()).map(notice -> SetUpFaults.over(pod, notice)))
        .flatMap(instants -> instants);
  }

  private static Stream<Instant> later(Facts facts, @Nullable Instant instant) {
    return Stream.ofNullable(instant).filter(it -> it.isAfter(facts.at()));
  }
}
