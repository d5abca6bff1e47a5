package dev.releaserecord.plan.secret;

import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.secret.PodTemplate;
import dev.releaserecord.secret.Question;
import dev.releaserecord.secret.Verifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What has to be looked up before a release can be judged.
 *
 * @param objects Secrets and ConfigMaps
 * @param pulls images that templates may pull with a Secret, by its name
 */
public record Needs(Set<ObjectRef> objects, Map<String, Set<String>> pulls) {

  /** Most releases need nothing. */
  public static final Needs NONE = new Needs(Set.of(), Map.of());

  public Needs {
    objects = Set.copyOf(objects);
    pulls = Map.copyOf(pulls);
  }

  /**
   * @param workloads finds one, where it exists and can be read
   */
  public static Needs of(Release release, Function<WorkloadKey, Optional<Workload>> workloads) {
    Set<ObjectRef> objects = new TreeSet<>();
    Map<String, Set<String>> pulls = new HashMap<>();
    Set<String> everywhere = everywhere(release, workloads);
    for (Service service : release.services()) {
      List<Workload> its = workloads(service, workloads).filter(Needs::refers).toList();
      if (its.isEmpty() && service.rules().secrets().isEmpty()) {
        continue;
      }
      its.forEach(workload -> pulls(service, workload, pulls));
      objects.addAll(Verifier.wanted(question(service, its, everywhere)));
    }
    return objects.isEmpty() ? NONE : new Needs(objects, pulls);
  }

  private static Question question(Service service, List<Workload> its, Set<String> everywhere) {
    List<PodTemplate> templates =
        its.stream()
            .map(
                workload ->
                    new PodTemplate(
                        workload.key(),
                        workload.template().references(),
                        Set.of(),
                        PodTemplate.Pulls.NONE))
            .toList();
    return new Question(service.rules().secrets(), templates, List.of(), everywhere);
  }

  /** Names of the Secrets that templates of any service refer to; asked for by rules alone. */
  static Set<String> everywhere(
      Release release, Function<WorkloadKey, Optional<Workload>> workloads) {
    if (release.services().stream().allMatch(it -> it.rules().secrets().isEmpty())) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    release.services().stream()
        .flatMap(service -> workloads(service, workloads))
        .filter(Needs::refers)
        .flatMap(workload -> workload.template().references().secrets())
        .forEach(names::add);
    return names;
  }

  private static Stream<Workload> workloads(
      Service service, Function<WorkloadKey, Optional<Workload>> workloads) {
    return service.workloads().stream().flatMap(claim -> workloads.apply(claim.key()).stream());
  }

  private static boolean refers(Workload workload) {
    return !workload.template().references().equals(References.NONE);
  }

  /** The images of now, and the one that the service's containers are to run. */
  private static void pulls(Service service, Workload workload, Map<String, Set<String>> pulls) {
    for (String secret : workload.template().references().pullSecrets()) {
      Set<String> images = pulls.computeIfAbsent(secret, _ -> new TreeSet<>());
      workload.containers().stream().map(TemplateContainer::image).forEach(images::add);
      service.image().map(PinnedImage::text).ifPresent(images::add);
    }
  }
}
