package dev.releaserecord.draft;

import dev.releaserecord.draft.Group.Member;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A digest that a workload tells.
 *
 * @param pods that run it; 0 where the template alone names it
 */
record Sighting(WorkloadKey workload, Digest digest, How how, int pods) {

  private static final String SCHEME = "://";

  /** By what it is told. */
  enum How {
    /** Pods of the newest template run it. */
    Runs,
    /** Pods of an older template run it. */
    Ran,
    /** The template names it, and no pod runs it. */
    Named
  }

  boolean ofCronJob() {
    return !workload.kind().keepsPodsRunning();
  }

  /** For a person who has to choose. */
  String who() {
    String number = pods == 1 ? "1 pod" : pods + " pods";
    return switch (how) {
      case Runs -> workload + (ofCronJob() ? ", its last run" : ", " + number);
      case Ran -> workload + (ofCronJob() ? ", a run" : ", " + number) + " of an older template";
      case Named -> "the template of " + workload + ", which no pod runs";
    };
  }

  /** What a workload tells; nothing where it tells none. */
  static List<Sighting> of(Member member, ImageReference repository, List<Pod> pods) {
    WorkloadKey key = member.workload().key();
    Map<String, Sighting> seen = new TreeMap<>();
    Set<Digest> named = new LinkedHashSet<>();
    for (TemplateContainer container : member.containers()) {
      named(container.image()).ifPresent(named::add);
      for (Pod pod : pods) {
        pod.containers().stream()
            .filter(it -> it.name().equals(container.name()))
            .flatMap(it -> sight(key, container, it, repository).stream())
            .forEach(it -> seen.merge(it.how + it.digest.text(), it, Sighting::and));
      }
    }
    // What a CronJob is to run next time counts, not what it ran.
    List<Sighting> all =
        new ArrayList<>(
            named.isEmpty() || key.kind().keepsPodsRunning() ? seen.values() : List.of());
    named.stream()
        .filter(digest -> all.stream().noneMatch(it -> it.digest.equals(digest)))
        .forEach(digest -> all.add(new Sighting(key, digest, How.Named, 0)));
    return all;
  }

  private Sighting and(Sighting other) {
    return new Sighting(workload, digest, how, pods + other.pods);
  }

  private static Optional<Sighting> sight(
      WorkloadKey key, TemplateContainer template, PodContainer run, ImageReference repository) {
    return digest(run, repository)
        .map(
            digest ->
                new Sighting(
                    key, digest, older(template.image(), run.image()) ? How.Ran : How.Runs, 1));
  }

  /**
   * What a container runs: by its own image, where that has a digest, for a runtime may name the
   * part of an index instead; else by what the runtime says. Of another repository says nothing.
   */
  static Optional<Digest> digest(PodContainer run, ImageReference repository) {
    Optional<ImageReference> image = of(run.image(), repository);
    if (run.imageId().isEmpty() || image.isEmpty()) {
      return Optional.empty();
    }
    int scheme = run.imageId().indexOf(SCHEME);
    String id = scheme < 0 ? run.imageId() : run.imageId().substring(scheme + SCHEME.length());
    return image
        .flatMap(ImageReference::digest)
        .or(() -> of(id, repository).flatMap(ImageReference::digest));
  }

  private static Optional<ImageReference> of(String image, ImageReference repository) {
    return ImageReference.parse(image).toOptional().filter(repository::sameRepository);
  }

  private static Optional<Digest> named(String image) {
    return ImageReference.parse(image).toOptional().flatMap(ImageReference::digest);
  }

  /**
   * Something on the way may have put a digest for a tag: that is no older one. What runs while the
   * template holds no image at all, but a placeholder, is.
   */
  private static boolean older(String template, String run) {
    Optional<ImageReference> now = ImageReference.parse(template).toOptional();
    Optional<ImageReference> then = ImageReference.parse(run).toOptional();
    return now.isEmpty()
        || differ(now.flatMap(ImageReference::digestText), then.flatMap(ImageReference::digestText))
        || differ(now.flatMap(ImageReference::tag), then.flatMap(ImageReference::tag));
  }

  private static boolean differ(Optional<String> one, Optional<String> other) {
    return one.isPresent() && other.isPresent() && !one.equals(other);
  }
}
