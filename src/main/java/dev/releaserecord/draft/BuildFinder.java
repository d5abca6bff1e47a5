package dev.releaserecord.draft;

import dev.releaserecord.draft.Build.Candidate;
import dev.releaserecord.draft.Group.Member;
import dev.releaserecord.draft.Sighting.How;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the digest of a repository: one that all of its workloads tell. Where there are two, or
 * none that pods of the newest template run, a person has to say which is meant.
 */
final class BuildFinder {

  private final Group group;
  private final ImageReference repository;
  private final Inventory inventory;
  private final List<Sighting> lasting = new ArrayList<>();
  private final List<Sighting> passing = new ArrayList<>();
  private final List<Member> silent = new ArrayList<>();

  private BuildFinder(Group group, Inventory inventory) {
    this.group = group;
    this.repository = group.repository();
    this.inventory = inventory;
  }

  static Build find(Group group, Inventory inventory) {
    BuildFinder finder = new BuildFinder(group, inventory);
    group.members().forEach(finder::look);
    return finder.build();
  }

  private void look(Member member) {
    List<Sighting> seen = Sighting.of(member, repository, pods(member));
    if (seen.isEmpty()) {
      silent.add(member);
    }
    // A run of the past is no reason to doubt what runs now.
    seen.forEach(it -> (it.ofCronJob() && it.how() != How.Named ? passing : lasting).add(it));
  }

  private List<Pod> pods(Member member) {
    return inventory.pods(member.workload().key());
  }

  private Build build() {
    List<Sighting> counted = lasting.isEmpty() ? passing : lasting;
    Map<Digest, List<Sighting>> digests =
        counted.stream()
            .collect(
                Collectors.groupingBy(Sighting::digest, LinkedHashMap::new, Collectors.toList()));
    if (digests.isEmpty()) {
      return new Build.Open(silence(), List.of());
    }
    List<Candidate> candidates =
        digests.entrySet().stream().map(it -> candidate(it.getKey(), it.getValue())).toList();
    if (candidates.size() > 1) {
      return new Build.Open(
          "Several digests of it are told; uncomment the one that is to run:", candidates);
    }
    Digest one = candidates.getFirst().digest();
    return counted.stream().allMatch(it -> it.how() == How.Ran)
        ? new Build.Open(
            "Only pods of an older template run, and nothing tells the digest of the newest one;"
                + " uncomment this, or write the other:",
            candidates)
        : new Build.Known(one, notes(one, counted));
  }

  private static Candidate candidate(Digest digest, List<Sighting> sightings) {
    return new Candidate(digest, Few.of(sightings.stream().map(Sighting::who).toList(), "; "));
  }

  private List<String> notes(Digest digest, List<Sighting> counted) {
    List<String> notes = new ArrayList<>();
    if (counted.stream().allMatch(it -> it.how() == How.Named)) {
      notes.add("No pod runs it: the digest is the one that the template names.");
    }
    passing.stream()
        .filter(it -> !it.digest().equals(digest))
        .forEach(it -> notes.add(it.workload() + " ran " + it.digest() + " the last time."));
    if (!silent.isEmpty()) {
      notes.add(
          "Nothing tells what these would run; they get the same digest: "
              + Few.of(silent.stream().map(it -> it.workload().key().toString()).toList(), ", ")
              + ".");
    }
    return notes;
  }

  private String silence() {
    return "No digest is known: "
        + Few.of(silent.stream().map(this::silence).toList(), "; ")
        + ". "
        + tag()
            .map(
                tag ->
                    "`release-operator resolve %s:%s` prints what its tag means now."
                        .formatted(repository.name(), tag))
            .orElse("Write it once it is built.");
  }

  private Optional<String> tag() {
    return Optional.ofNullable(group.version())
        .or(
            () ->
                group.members().stream()
                    .flatMap(member -> member.containers().stream())
                    .map(container -> Origin.of(container.image(), null))
                    .flatMap(BuildFinder::tag)
                    .findFirst());
  }

  private static Stream<String> tag(Origin origin) {
    return origin instanceof Origin.Of(ImageReference reference, var token) && token == null
        ? Stream.of(reference.tag().orElse("latest"))
        : Stream.empty();
  }

  private String silence(Member member) {
    WorkloadKey key = member.workload().key();
    List<PodContainer> runs =
        pods(member).stream()
            .flatMap(pod -> pod.containers().stream())
            .filter(run -> named(member, run.name()))
            .toList();
    if (runs.isEmpty()) {
      return key + (key.kind().keepsPodsRunning() ? " has no pod" : " has no run to look at");
    }
    return runs.stream()
        .filter(run -> !run.imageId().isEmpty())
        .findFirst()
        .map(
            run ->
                key
                    + " runs what the node calls "
                    + run.imageId()
                    + ", which names no digest of "
                    + repository.name())
        .orElse(key + " has no pod that got its image");
  }

  private static boolean named(Member member, String container) {
    return member.containers().stream().map(TemplateContainer::name).anyMatch(container::equals);
  }
}
