package dev.releaserecord.plan;

import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageVerdict;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.Finding.Health;
import dev.releaserecord.rollout.ContainerState;
import dev.releaserecord.rollout.JobRun;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.Diagnosis;
import dev.releaserecord.rollout.diagnosis.Diagnostician;
import dev.releaserecord.rollout.diagnosis.Facts;
import dev.releaserecord.rollout.diagnosis.Fault;
import dev.releaserecord.rollout.diagnosis.Place;
import dev.releaserecord.rollout.diagnosis.Progress;
import dev.releaserecord.rollout.diagnosis.Rollouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a workload does, held against the image that its governed containers are to run. */
final class WorkloadHealth {

  /** A kubelet tells of its images at the latest so long after one came (it looks every 10 s). */
  private static final Duration TELLING = Duration.ofMinutes(1);

  private final WorkloadView.Found found;
  private final Set<String> names;
  private final @Nullable PinnedImage image;
  private final Facts facts;

  private WorkloadHealth(
      WorkloadView.Found found,
      List<TemplateContainer> containers,
      @Nullable PinnedImage image,
      Instant at) {
    this.found = found;
    this.names = containers.stream().map(TemplateContainer::name).collect(Collectors.toSet());
    this.image = image;
    List<JobRun> runs = image == null ? found.runs() : runsOf(found.runs(), image, names);
    this.facts = new Facts(found.workload(), found.pods(), runs, found.surroundings(), at);
  }

  static Health of(
      WorkloadView.Found found, List<TemplateContainer> containers, PinnedImage image, Instant at) {
    WorkloadHealth health = new WorkloadHealth(found, containers, image, at);
    return health.with(health.progress(image));
  }

  static Health undeclared(
      WorkloadView.Found found, List<TemplateContainer> containers, Instant at) {
    WorkloadHealth health = new WorkloadHealth(found, containers, null, at);
    int wanted = found.workload().replicas().wanted();
    return health.with(new Progress.Rolling(0, wanted, "no digest is declared"));
  }

  private Health with(Progress progress) {
    String revision = Diagnostician.newestRevision(facts);
    Diagnosis diagnosis = diagnosis();
    // Ready for a moment between two crashes, or on another digest, is not serving.
    Set<String> troubled =
        diagnosis.faults().stream().map(fault -> fault.place().pod()).collect(Collectors.toSet());
    boolean serving =
        found.pods().stream()
            .filter(pod -> pod.ready() && pod.revision().equals(revision))
            .anyMatch(pod -> !troubled.contains(pod.name()));
    return new Health(facts, progress, diagnosis, revision, serving, null);
  }

  private Progress progress(PinnedImage wanted) {
    if (found.workload().key().kind() == Kind.CronJob) {
      return Rollouts.ofJobs(facts.runs());
    }
    return Rollouts.ofPods(found.workload(), found.pods(), pod -> runs(wanted, pod));
  }

  private static List<JobRun> runsOf(List<JobRun> runs, PinnedImage image, Set<String> names) {
    Predicate<JobRun> ofTemplate =
        run ->
            run.images().entrySet().stream()
                .filter(entry -> names.contains(entry.getKey()))
                .allMatch(entry -> carries(image, entry.getValue()));
    return runs.stream().filter(ofTemplate).toList();
  }

  /** A pod whose own spec carries the digest counts unless its imageID contradicts it. */
  private boolean runs(PinnedImage wanted, Pod pod) {
    return pod.containers().stream()
            .filter(container -> names.contains(container.name()))
            .allMatch(it -> carries(wanted, it.image()) && !contradicts(wanted, pod, it))
        && !waitsForItsRestart(pod);
  }

  /** Only here nobody else replaces what was started before the last restart of ours. */
  private boolean waitsForItsRestart(Pod pod) {
    String values = found.workload().template().notes().restartedFor();
    return found.workload().strategy().onDelete()
        && values != null
        && !values.equals(pod.template().restartedFor());
  }

  private static boolean carries(PinnedImage wanted, String live) {
    return wanted.compareLive(live) instanceof ImageVerdict.Same;
  }

  /** An index and the manifest in it that is for a node are one image there, as it can tell. */
  private boolean contradicts(PinnedImage wanted, Pod pod, PodContainer container) {
    return wanted.compareRunning(container.imageId())
            instanceof ImageVerdict.Different(Digest other)
        && node(pod).filter(node -> node.holdsAsOne(wanted.digest(), other)).isEmpty();
  }

  private Optional<Node> node(Pod pod) {
    String name = pod.placement().node();
    return name == null ? Optional.empty() : facts.around().nodes().find(name);
  }

  /**
   * When its node will have told what it holds since the container began; null where it has had the
   * time, or cannot be asked.
   */
  private @Nullable Instant toldAt(Pod pod, PodContainer container) {
    if (container.state() instanceof ContainerState.Running(Instant since, boolean _)
        && since != null
        && node(pod).filter(node -> !node.imagesCutOff()).isPresent()
        && since.plus(TELLING).isAfter(facts.at())) {
      return since.plus(TELLING);
    }
    return null;
  }

  /**
   * What pods show, what the template shows by itself, and pods that run another digest. A name
   * that the template has wrong is told once, of the template: its pods come and go.
   */
  private Diagnosis diagnosis() {
    Diagnosis seen = Diagnostician.diagnose(facts);
    List<Fault> template = Diagnostician.template(found.workload(), names::contains).toList();
    Set<String> told =
        template.stream().map(fault -> fault.place().container()).collect(Collectors.toSet());
    Stream<Fault> ofPods =
        seen.faults().stream()
            .filter(fault -> !isOfName(fault) || !told.contains(fault.place().container()));
    List<Mismatch> mismatches = mismatches().toList();
    Stream<Fault> certain =
        mismatches.stream().filter(it -> it.toldAt() == null).map(Mismatch::fault);
    Stream<Instant> open = mismatches.stream().flatMap(it -> Stream.ofNullable(it.toldAt()));
    return new Diagnosis(
        Stream.of(template.stream(), ofPods, certain).flatMap(faults -> faults).toList(),
        Stream.concat(Stream.ofNullable(seen.lookAgain()), open)
            .min(Comparator.naturalOrder())
            .orElse(null));
  }

  private static boolean isOfName(Fault fault) {
    return fault.cause() == Cause.UnresolvedPlaceholder || fault.cause() == Cause.InvalidImageName;
  }

  /**
   * A container that runs another digest than its pod says.
   *
   * @param toldAt until when its node may not have told yet that both are one image; null for never
   */
  private record Mismatch(Pod pod, PodContainer container, @Nullable Instant toldAt) {
    Fault fault() {
      return new Fault(
          Cause.DigestMismatch,
          Place.of(pod, container),
          "is to run " + container.image() + " and runs " + container.imageId(),
          "delete the pod; if it comes back the same, the node's image store is wrong");
    }
  }

  private Stream<Mismatch> mismatches() {
    PinnedImage wanted = image;
    if (wanted == null) {
      return Stream.empty();
    }
    return found.pods().stream()
        .filter(Pod::ready)
        .flatMap(
            pod ->
                pod.containers().stream()
                    .filter(container -> names.contains(container.name()))
                    .filter(it -> carries(wanted, it.image()) && contradicts(wanted, pod, it))
                    .map(it -> new Mismatch(pod, it, toldAt(pod, it))));
  }
}
