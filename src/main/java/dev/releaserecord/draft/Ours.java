package dev.releaserecord.draft;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which repositories are released by whoever asks; all others are left as they are. */
public sealed interface Ours {

  /** Whether a repository is one of them. */
  boolean covers(ImageReference repository);

  /** How that was decided, as a sentence. */
  String told();

  /** What stands before the names of all of them; null where it is not one alone. */
  @Nullable String prefix();

  /**
   * As somebody named them.
   *
   * @param prefixes at least one
   */
  record Named(List<Prefix> prefixes) implements Ours {

    public Named {
      prefixes = List.copyOf(prefixes);
    }

    @Override
    public boolean covers(ImageReference repository) {
      return prefixes.stream().anyMatch(prefix -> prefix.covers(repository));
    }

    @Override
    public String told() {
      return "Taken for yours, as --image-prefix says: "
          + prefixes.stream().map(Prefix::text).collect(Collectors.joining(", "))
          + ".";
    }

    @Override
    public @Nullable String prefix() {
      return prefixes.size() == 1 ? prefixes.getFirst().text() : null;
    }
  }

  /**
   * A repository, or all below it.
   *
   * @param text as it was written, without a slash at its end
   * @param itself the repository of that name, in full; null where it can be none
   * @param below how the repositories below it begin, in full
   */
  record Prefix(String text, @Nullable String itself, String below) {

    /** Two segments: Docker Hub's own names have a meaning of their own where there is one. */
    private static final String ANY = "x/x";

    /** Empty for what no repository begins with: a tag, a digest, capitals, a scheme. */
    public static Optional<Prefix> parse(String written) {
      String text = written.endsWith("/") ? written.substring(0, written.length() - 1) : written;
      Optional<ImageReference> inside =
          ImageReference.parse(text + "/" + ANY)
              .toOptional()
              .filter(reference -> reference.name().equals(text + "/" + ANY));
      String itself =
          ImageReference.parse(text)
              .toOptional()
              .filter(reference -> reference.tag().isEmpty())
              .map(ImageReference::repository)
              .orElse(null);
      return inside
          .map(ImageReference::repository)
          .map(all -> new Prefix(text, itself, all.substring(0, all.length() - ANY.length())));
    }

    boolean covers(ImageReference repository) {
      return repository.repository().equals(itself) || repository.repository().startsWith(below);
    }
  }

  /**
   * Of the places that images are pulled from the one that most workloads use, or several of them
   * that are used alike; never what everybody runs and nobody builds.
   *
   * @param places hosts; where a host is shared by all the world with the owner, such as {@code
   *     ghcr.io/example}
   */
  record Guessed(Set<String> places) implements Ours {

    /** There an organisation has a name, not a host of its own. */
    private static final Set<String> SHARED =
        Set.of(
            "docker.io",
            "ghcr.io",
            "quay.io",
            "gcr.io",
            "registry.gitlab.com",
            "public.ecr.aws",
            "mcr.microsoft.com",
            "registry.k8s.io");

    public Guessed {
      places = Set.copyOf(places);
    }

    static Guessed of(Collection<Workload> workloads) {
      Map<String, Integer> votes = new TreeMap<>();
      for (Workload workload : workloads) {
        workload.containers().stream()
            .filter(container -> container.role() == ContainerRole.Main)
            .flatMap(Guessed::place)
            .collect(Collectors.toCollection(TreeSet::new))
            .forEach(place -> votes.merge(place, 1, Integer::sum));
      }
      int most = votes.values().stream().max(Comparator.naturalOrder()).orElse(0);
      return new Guessed(
          votes.entrySet().stream()
              .filter(entry -> entry.getValue() == most)
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet()));
    }

    private static Stream<String> place(TemplateContainer container) {
      return Origin.of(container.image(), null) instanceof Origin.Of(ImageReference reference, _)
              && !Products.contains(reference.lastSegment())
          ? Stream.of(place(reference))
          : Stream.empty();
    }

    private static String place(ImageReference reference) {
      String host = reference.domain();
      boolean shared =
          SHARED.contains(host) || host.endsWith(".gcr.io") || host.endsWith(".pkg.dev");
      int slash = reference.path().indexOf('/');
      return shared && slash > 0 ? host + "/" + reference.path().substring(0, slash) : host;
    }

    @Override
    public boolean covers(ImageReference repository) {
      return places.contains(place(repository)) && !Products.contains(repository.lastSegment());
    }

    @Override
    public String told() {
      return "Taken for yours, because most workloads are from there: "
          + places.stream().sorted().collect(Collectors.joining(", "))
          + ". To say it yourself: --image-prefix, once for each.";
    }

    @Override
    public @Nullable String prefix() {
      return null;
    }
  }

  /** What is likely to be meant where nobody says. */
  static Ours guess(Inventory inventory) {
    return Guessed.of(
        inventory.workloads().stream()
            .filter(workload -> workload.marks().controller() == null)
            .toList());
  }
}
