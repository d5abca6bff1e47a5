package dev.releaserecord.plan.secret;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.secret.PodTemplate;
import dev.releaserecord.secret.Question;
import dev.releaserecord.secret.RunningPod;
import dev.releaserecord.secret.Verification;
import dev.releaserecord.secret.Verifier;
import dev.releaserecord.secret.fact.Stock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Verifies what each service of a release needs of Secrets and ConfigMaps. */
public final class SecretJudge {

  /**
   * A workload of a service.
   *
   * @param containers those of the service
   * @param pods its own; of a CronJob those of its runs
   */
  public record Part(Workload workload, List<TemplateContainer> containers, List<Pod> pods) {
    public Part {
      containers = List.copyOf(containers);
      pods = List.copyOf(pods);
    }

    private boolean refers() {
      return !workload.template().references().equals(References.NONE);
    }
  }

  private final Stock stock;
  private final Set<String> everywhere;

  /**
   * @param workloads finds one, where it exists and can be read
   * @param stock holds at least what {@link Needs} names
   */
  public SecretJudge(
      Release release, Function<WorkloadKey, Optional<Workload>> workloads, Stock stock) {
    this.stock = stock;
    this.everywhere = Needs.everywhere(release, workloads);
  }

  /** While one of its templates cannot be seen, nobody knows what a service refers to. */
  public Verification judge(Service service, List<Part> parts) {
    boolean asked = !service.rules().secrets().isEmpty() || parts.stream().anyMatch(Part::refers);
    if (parts.size() < service.workloads().size() || !asked) {
      return Verification.NOTHING;
    }
    return Verifier.verify(
        new Question(
            service.rules().secrets(),
            parts.stream().map(part -> template(service, part)).toList(),
            parts.stream()
                .flatMap(part -> part.pods.stream())
                .flatMap(SecretJudge::running)
                .toList(),
            everywhere),
        stock);
  }

  private static Stream<RunningPod> running(Pod pod) {
    return pod.leaving() || pod.life().ended() != null
        ? Stream.empty()
        : Stream.of(new RunningPod(pod.name(), Set.copyOf(pod.template().secrets())));
  }

  private static PodTemplate template(Service service, Part part) {
    return new PodTemplate(
        part.workload.key(),
        part.workload.template().references(),
        part.containers.stream().map(TemplateContainer::name).collect(Collectors.toSet()),
        pulls(service, part));
  }

  /** Of the service's own images alone: others may well be public. */
  private static PodTemplate.Pulls pulls(Service service, Part part) {
    if (part.workload.template().references().pullSecrets().isEmpty()) {
      return PodTemplate.Pulls.NONE;
    }
    Optional<String> pinned = service.image().map(PinnedImage::text);
    Set<String> images =
        part.containers.stream()
            .filter(container -> !container.traits().neverPulled())
            .map(container -> pinned.orElse(container.image()))
            .filter(image -> ImageReference.parse(image).toOptional().isPresent())
            .collect(Collectors.toSet());
    return new PodTemplate.Pulls(
        images, images.stream().allMatch(image -> proven(image, part.pods)));
  }

  /** Whether a pod has an image of the same repository on its node. */
  private static boolean proven(String image, List<Pod> pods) {
    Optional<ImageReference> wanted = ImageReference.parse(image).toOptional();
    return wanted.isPresent()
        && pods.stream()
            .flatMap(pod -> pod.containers().stream().filter(it -> pod.ready() || has(it)))
            .flatMap(container -> ImageReference.parse(container.image()).toOptional().stream())
            .anyMatch(wanted.get()::sameRepository);
  }

  private static boolean has(PodContainer container) {
    return !container.imageId().isEmpty();
  }
}
