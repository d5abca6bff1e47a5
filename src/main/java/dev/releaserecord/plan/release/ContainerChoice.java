package dev.releaserecord.plan.release;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.Placeholder;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which containers of a workload a service governs. */
public sealed interface ContainerChoice {

  record Chosen(List<TemplateContainer> containers) implements ContainerChoice {}

  /**
   * @param message names what is missing and the containers that there are
   */
  record None(String message) implements ContainerChoice {}

  /**
   * The named containers; else every container of the repository, be its tag filled in or not, and
   * every one that was governed before; else the only main container, if its live image is a
   * placeholder or ends in the same last path segment. Never a guess beyond that: it could pin our
   * program into a database.
   *
   * @param named containers named in the record, may be empty
   * @param governed containers that the last pass governed here: a foreign image in one of them is
   *     drift, not a container that was never ours
   */
  static ContainerChoice of(
      Workload workload, String repository, List<String> named, Collection<String> governed) {
    if (!named.isEmpty()) {
      return ofNames(workload, named);
    }
    Optional<ImageReference> wanted = ImageReference.parse(repository).toOptional();
    List<TemplateContainer> ours =
        workload.containers().stream()
            .filter(
                container -> governed.contains(container.name()) || isOf(container.image(), wanted))
            .toList();
    if (!ours.isEmpty()) {
      return new Chosen(ours);
    }
    List<TemplateContainer> main = workload.mainContainers();
    if (main.size() == 1 && looksLike(main.getFirst().image(), wanted)) {
      return new Chosen(main);
    }
    return new None(
        workload.key()
            + " has no container of "
            + repository
            + "; it has "
            + list(workload)
            + ". Name the container in spec.services[].workloads[].containers, or mend image");
  }

  private static ContainerChoice ofNames(Workload workload, List<String> named) {
    List<TemplateContainer> found =
        named.stream().flatMap(name -> workload.container(name).stream()).toList();
    if (found.size() == named.size()) {
      return new Chosen(found);
    }
    String absent =
        named.stream()
            .filter(name -> workload.container(name).isEmpty())
            .collect(Collectors.joining(", "));
    return new None(
        workload.key()
            + " has no container "
            + absent
            + "; it has "
            + list(workload)
            + ". Mend spec.services[].workloads[].containers");
  }

  private static boolean isOf(String image, Optional<ImageReference> wanted) {
    Optional<ImageReference> live = ImageReference.ofRepository(image);
    return live.isPresent() && wanted.isPresent() && live.get().sameRepository(wanted.get());
  }

  private static boolean looksLike(String image, Optional<ImageReference> wanted) {
    if (Placeholder.find(image).isPresent()) {
      return true;
    }
    Optional<ImageReference> live = ImageReference.parse(image).toOptional();
    return live.isPresent()
        && wanted.isPresent()
        && live.get().lastSegment().equals(wanted.get().lastSegment());
  }

  private static String list(Workload workload) {
    return workload.containers().stream()
        .map(container -> container.name() + " (" + container.image() + ")")
        .collect(Collectors.joining(", "));
  }
}
