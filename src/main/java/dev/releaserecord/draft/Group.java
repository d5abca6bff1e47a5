package dev.releaserecord.draft;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The containers of one repository, by workload. */
final class Group {

  private static final String ANY = "latest";

  /**
   * A workload of it.
   *
   * @param containers those of the repository, in the order of the template
   */
  record Member(Workload workload, List<TemplateContainer> containers) {}

  private final ImageReference repository;
  private final List<Member> members;

  /** Of workloads in their order. */
  Group(List<Member> members, ImageReference repository) {
    this.repository = repository;
    this.members = List.copyOf(members);
  }

  List<Member> members() {
    return members;
  }

  /** As most of its containers write it. */
  ImageReference repository() {
    Map<String, Integer> writings = new TreeMap<>();
    containers()
        .flatMap(it -> ImageReference.parse(it.image()).toOptional().stream())
        .forEach(it -> writings.merge(it.name(), 1, Integer::sum));
    return writings.entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .flatMap(it -> ImageReference.parse(it.getKey()).toOptional())
        .orElse(repository);
  }

  /** The one tag that all of them name; {@code latest} says nothing. */
  @Nullable String version() {
    TreeSet<String> tags =
        containers()
            .map(it -> Origin.of(it.image(), null))
            .map(
                it ->
                    it instanceof Origin.Of(var reference, var token) && token == null
                        ? reference.tag().orElse("")
                        : "")
            .collect(Collectors.toCollection(TreeSet::new));
    String tag = tags.size() == 1 ? tags.first() : "";
    return tag.isEmpty() || tag.equals(ANY) ? null : tag;
  }

  private Stream<TemplateContainer> containers() {
    return members.stream().flatMap(member -> member.containers.stream());
  }

  /**
   * Containers whose images do not tell that they are of it have to be named; not the only main one
   * of a workload, which is taken where its image is a placeholder.
   */
  static Draft.Claim claim(ImageReference repository, Member member) {
    boolean told =
        member.containers.stream().allMatch(it -> new Origin.Of(repository, null).told(it.image()));
    boolean only =
        member.containers.equals(member.workload.mainContainers()) && member.containers.size() == 1;
    return new Draft.Claim(
        member.workload.key(),
        told || only
            ? List.of()
            : member.containers.stream().map(TemplateContainer::name).toList());
  }

  /** In parts of at most so many workloads. */
  List<List<Member>> parts(int size) {
    List<List<Member>> parts = new ArrayList<>();
    for (int i = 0; i < members.size(); i += size) {
      parts.add(members.subList(i, Math.min(members.size(), i + size)));
    }
    return parts;
  }
}
