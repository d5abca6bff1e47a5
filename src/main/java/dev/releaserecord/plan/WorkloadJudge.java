package dev.releaserecord.plan;

import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.ImageVerdict;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.Action.Slot;
import dev.releaserecord.plan.clearing.RolloutClock;
import dev.releaserecord.plan.release.ContainerChoice;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.release.Release.WorkloadClaim;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.diagnosis.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds one workload of one service against what the service declares. */
final class WorkloadJudge {

  private final Observation observation;
  private final Set<String> pinnedLabels;

  /**
   * @param pinnedLabels values of the label {@code releaserecord.dev/set} that mean "already pinned
   *     to what is kept now"
   */
  WorkloadJudge(Observation observation, Set<String> pinnedLabels) {
    this.observation = observation;
    this.pinnedLabels = pinnedLabels;
  }

  Finding judge(Service service, WorkloadClaim claim) {
    return switch (observation.view(claim.key())) {
      case WorkloadView.Missing _ -> new Finding.Missing(claim.key());
      case WorkloadView.Unreadable(String why) -> new Finding.Unreadable(claim.key(), why);
      case WorkloadView.Found found -> judge(service, claim, found);
    };
  }

  private Finding judge(Service service, WorkloadClaim claim, WorkloadView.Found found) {
    Workload workload = found.workload();
    String controller = workload.marks().controller();
    if (controller != null) {
      return new Finding.Owned(claim.key(), controller);
    }
    Set<String> governedBefore = governedBefore(service, claim);
    ContainerChoice choice =
        ContainerChoice.of(
            workload, service.target().repository(), claim.containers(), governedBefore);
    return switch (choice) {
      case ContainerChoice.None(String message) ->
          service.image().isEmpty() && claim.containers().isEmpty()
              ? new Finding.Undeclared(undeclared(found, workload.mainContainers()))
              : new Finding.NoContainer(claim.key(), message);
      case ContainerChoice.Chosen(List<TemplateContainer> containers) ->
          rival(workload, containers)
              .orElseGet(() -> compare(service, found, containers, governedBefore));
    };
  }

  private Set<String> governedBefore(Service service, WorkloadClaim claim) {
    return observation
        .before(service.name(), claim.key())
        .map(status -> Set.copyOf(status.containers()))
        .orElse(Set.of());
  }

  private Optional<Finding> rival(Workload workload, List<TemplateContainer> containers) {
    Set<String> ours = containers.stream().map(TemplateContainer::name).collect(Collectors.toSet());
    return observation.rivals().getOrDefault(workload.key(), List.of()).stream()
        .filter(rival -> rival.record().olderThan(observation.release().id()))
        .flatMap(rival -> claimed(rival, workload, ours).stream())
        .findFirst();
  }

  private static Optional<Finding> claimed(
      Observation.Rival rival, Workload workload, Set<String> ours) {
    ContainerChoice choice =
        ContainerChoice.of(workload, rival.repository(), rival.containers(), Set.of());
    return switch (choice) {
      case ContainerChoice.None _ -> Optional.empty();
      case ContainerChoice.Chosen(List<TemplateContainer> theirs) ->
          theirs.stream()
              .map(TemplateContainer::name)
              .filter(ours::contains)
              .findFirst()
              .map(
                  name ->
                      new Finding.Claimed(
                          workload.key(),
                          "container "
                              + name
                              + " of "
                              + workload.key()
                              + " is governed by the older ReleaseRecord "
                              + rival.record().name()
                              + "; take it out of one of the two records"));
    };
  }

  private Finding compare(
      Service service,
      WorkloadView.Found found,
      List<TemplateContainer> containers,
      Set<String> governedBefore) {
    PinnedImage image = service.target().image();
    if (image == null) {
      return new Finding.Undeclared(undeclared(found, containers));
    }
    Workload workload = found.workload();
    boolean pinnedBefore = pinnedBefore(service, image, workload);
    boolean untold = governedBefore.isEmpty() && untold(service, image);
    List<ImageChange> changes =
        containers.stream()
            .filter(container -> !carries(image, container.image()))
            .map(
                container ->
                    change(
                        service,
                        image,
                        container,
                        pinnedBefore && (untold || governedBefore.contains(container.name()))))
            .toList();
    Finding.Health health = WorkloadHealth.of(found, containers, image, observation.at());
    Governed governed =
        new Governed(
            workload,
            containers,
            changes.isEmpty() ? health.with(clock(service, workload, health)) : health,
            running(found.pods(), containers));
    return changes.isEmpty()
        ? new Finding.Pinned(governed)
        : new Finding.Differs(governed, changes);
  }

  private RolloutClock clock(Service service, Workload workload, Finding.Health health) {
    return RolloutClock.next(
        String.join("", pinnedLabels) + "/" + health.revision(),
        observation.before(service.name(), workload.key()),
        health.progress() instanceof Progress.Rolling,
        observation.at());
  }

  /**
   * The label stands in the patch of the pin itself; but it is an older one where only other
   * services moved since, and absent where nothing had to be written. There the last status knows
   * whether the containers carried what is declared now.
   */
  private boolean pinnedBefore(Service service, PinnedImage image, Workload workload) {
    String label = workload.marks().set();
    if (label != null && pinnedLabels.contains(label)) {
      return true;
    }
    return observation
        .before(service.name(), workload.key())
        .filter(_ -> declaredBefore(service, image))
        .filter(status -> image.digest().text().equals(status.pinned()))
        .isPresent();
  }

  private boolean declaredBefore(Service service, PinnedImage image) {
    return observation
        .before(service.name())
        .filter(status -> image.text().equals(status.image()))
        .isPresent();
  }

  /**
   * Whether the last status could not tell of a pin: there is none, or it waited for the workload.
   * Then the label alone tells of it, and whoever pinned came to no status after that. What the
   * last status does not know as declared may have been anybody's meanwhile.
   */
  private boolean untold(Service service, PinnedImage image) {
    return observation.previous().services().isEmpty() || declaredBefore(service, image);
  }

  private static ImageChange change(
      Service service, PinnedImage image, TemplateContainer container, boolean drift) {
    return new ImageChange(
        service.name(),
        new Slot(container.name(), container.role(), container.index()),
        container.image(),
        image.text(),
        drift,
        container.imageManager());
  }

  private Governed undeclared(WorkloadView.Found found, List<TemplateContainer> containers) {
    return new Governed(
        found.workload(),
        containers,
        WorkloadHealth.undeclared(found, containers, observation.at()),
        running(found.pods(), containers));
  }

  private static boolean carries(PinnedImage image, String live) {
    return image.compareLive(live) instanceof ImageVerdict.Same;
  }

  private static List<String> running(List<Pod> pods, List<TemplateContainer> containers) {
    Set<String> names =
        containers.stream().map(TemplateContainer::name).collect(Collectors.toSet());
    return pods.stream()
        .filter(pod -> !pod.leaving())
        .flatMap(pod -> pod.containers().stream())
        .filter(container -> names.contains(container.name()))
        .flatMap(container -> digestOf(container.imageId()).stream())
        .map(Digest::text)
        .distinct()
        .sorted()
        .toList();
  }

  /** The digest that an imageID names together with its repository; a bare one is unknown. */
  private static Optional<Digest> digestOf(String imageId) {
    int scheme = imageId.indexOf("://");
    String id = scheme < 0 ? imageId : imageId.substring(scheme + "://".length());
    return ImageReference.parse(id).toOptional().flatMap(ImageReference::digest);
  }
}
