package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Notice;
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
  private static final Duration SET_UP = Duration.ofSeconds(30);

  /**
   * What fails is tried again within two minutes, and told again within five where it was told
   * often (client-go's event spam filter).
   */
  private static final Duration AGAIN = Duration.ofMinutes(6);

  /** Events are kept for an hour. */
  private static final Duration KEPT = Duration.ofHours(1);

  private static final Duration SLACK = Duration.ofSeconds(15);

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
      return Optional.empty();
    }
    if (pod.life().ended() != null) {
      return ended();
    }
    return lostNode()
        .or(this::unscheduled)
        .or(this::containers)
        .or(this::setUp)
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

  private Optional<Fault> unscheduled() {
    Pod.Refusal refusal = pod.placement().refusal();
    if (refusal == null || pod.placement().node() != null) {
      return Optional.empty();
    }
    return Optional.of(
        Phrases.volume(refusal.message())
            .filter(meaning -> !claimed(meaning.object(), refusal.message()))
            .map(meaning -> claimless(meaning.object()))
            .orElseGet(() -> unschedulable(refusal)));
  }

  /** Claims of a StatefulSet are made a moment before its pod: the scheduler may be behind. */
  private boolean claimed(String claim, String message) {
    return !message.contains("being deleted")
        && facts.around().claims().stream().anyMatch(it -> it.name().equals(claim));
  }

  private Fault claimless(String claim) {
    boolean leaving = facts.around().claims().stream().anyMatch(it -> it.name().equals(claim));
    return new Fault(
        Cause.VolumeNotFound,
        Place.of(pod),
        "needs the PersistentVolumeClaim "
            + claim
            + (leaving ? ", which is being deleted" : ", which does not exist"),
        "create it, or name one that exists in the manifest");
  }

  private Fault unschedulable(Pod.Refusal refusal) {
    if (refusal.reason().equals("SchedulingGated")) {
      return new Fault(
          Cause.Unschedulable,
          Place.of(pod),
          "is kept from the scheduler by a scheduling gate",
          "look at the controller that takes the pod's spec.schedulingGates away");
    }
    String unbound =
        facts.around().claims().stream()
            .filter(claim -> !claim.phase().equals("Bound"))
            .filter(_ -> refusal.message().contains("unbound immediate PersistentVolumeClaims"))
            .map(
                claim ->
                    claim.name()
                        + " is "
                        + claim.phase()
                        + (claim.storageClass().isEmpty()
                            ? ", without a storage class"
                            : ", of class " + claim.storageClass()))
            .reduce((one, other) -> one + "; " + other)
            .map(text -> " (claims: " + text + ")")
            .orElse("");
    return new Fault(
        Cause.Unschedulable,
        Place.of(pod),
        "finds no node: " + Wording.cut(refusal.message()) + unbound,
        "add capacity or nodes, or mend requests, nodeSelector, affinity or tolerations");
  }

  private Optional<Fault> containers() {
    return pod.containers().stream()
        .flatMap(it -> container(it).stream())
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

  /** Volumes and network, of which only events speak: the containers just wait. */
  private Optional<Fault> setUp() {
    boolean waits =
        pod.placement().node() != null
            && pod.containers().stream().allMatch(it -> it.newestEnd() == null && !running(it));
    if (!waits) {
      return Optional.empty();
    }
    return facts
        .notices(pod.id().uid())
        .filter(
            notice -> surely(notice) || (facts.past(pod.life().created(), SET_UP) && lasts(notice)))
        .flatMap(notice -> setUp(notice).stream())
        .findFirst();
  }

  /**
   * Whether it still fails: the kubelet waits twice as long from try to try, so what was not said
   * again within the time that it had failed for is over, and a slow pull may follow. Where the
   * node's clock differs from the API server's nothing follows from silence.
   */
  private boolean lasts(Notice notice) {
    boolean timed =
        !notice.lastSeen().isBefore(pod.life().created()) && !facts.past(notice.lastSeen(), KEPT);
    return !timed || facts.at().isBefore(over(pod, notice));
  }

  private static Instant over(Pod pod, Notice notice) {
    Duration failed = Duration.between(pod.life().created(), notice.lastSeen()).plus(SLACK);
    return notice.lastSeen().plus(failed.compareTo(AGAIN) < 0 ? failed : AGAIN);
  }

  /** Whether a kubelet that still has to read what the pod needs is given time. */
  static boolean waits(Facts facts, Pod pod, String message) {
    return Phrases.notYet(message) && !facts.past(pod.life().created(), SLOW);
  }

  private static boolean running(PodContainer container) {
    return container.state() instanceof ContainerState.Running;
  }

  /** A message that names what does not exist needs no second look. */
  private static boolean surely(Notice notice) {
    return Phrases.config(notice.message()).isPresent();
  }

  private Optional<Fault> setUp(Notice notice) {
    Place place = Place.of(pod);
    return switch (notice.reason()) {
      case "FailedMount", "FailedAttachVolume", "FailedMapVolume" ->
          Optional.of(
              ConfigFaults.missing(place, notice.message())
                  .or(() -> Phrases.volume(notice.message()).map(it -> claimless(it.object())))
                  .orElseGet(
                      () ->
                          new Fault(
                              Cause.VolumeMountFailed,
                              place,
                              "cannot mount its volumes: " + Wording.cut(notice.message()),
                              "see whether the volume is attached elsewhere and its storage"
                                  + " answers")));
      case "FailedCreatePodSandBox", "NetworkNotReady" ->
          Optional.of(
              new Fault(
                  Cause.StartError,
                  place,
                  "gets no network or sandbox: " + Wording.cut(notice.message()),
                  "look at the network plugin and the container runtime of its node"));
      default -> Optional.empty();
    };
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
    if (pod.ready() || pod.life().ended() != null) {
      return Stream.empty();
    }
    Stream<Instant> ofContainers =
        pod.containers().stream()
            .flatMap(
                it ->
                    Stream.concat(
                        Stream.ofNullable(ProbeFaults.due(facts, it)),
                        Stream.ofNullable(RunFaults.recoveredAt(it))));
    Instant created = pod.life().created();
    Stream<Instant> ofPod =
        Stream.concat(
            Stream.of(created.plus(SET_UP), created.plus(SLOW)),
            Stream.ofNullable(ProbeFaults.gatesDue(pod)));
    Stream<Instant> ofNotices = facts.notices(pod.id().uid()).map(notice -> over(pod, notice));
    return Stream.of(ofContainers, ofPod, ofNotices)
        .flatMap(instants -> instants)
        .flatMap(instant -> later(facts, instant));
  }

  private static Stream<Instant> later(Facts facts, @Nullable Instant instant) {
    return Stream.ofNullable(instant).filter(it -> it.isAfter(facts.at()));
  }
}
