package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.fault.proxy.Deed;
import dev.releaserecord.fault.proxy.Sighting;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is known of one run.
 *
 * @param revisions of all objects, in the order in which they were made
 * @param edits resource versions of revisions that a user made: their images and replicas are the
 *     user's word
 * @param deeds the operators' writes, in the order in which they were sent
 * @param sightings what the operators were shown, in this order
 * @param zero when {@link System#nanoTime()} was 0
 */
public record Account(
    List<Revision> revisions,
    Set<Long> edits,
    List<Deed> deeds,
    List<Sighting> sightings,
    Instant zero) {

  public Account {
    revisions = revisions.stream().sorted(Comparator.comparingLong(Revision::number)).toList();
    edits = Set.copyOf(edits);
    deeds = List.copyOf(deeds);
    sightings = List.copyOf(sightings);
  }

  /** When a revision was seen, by the clock that operators judge by. */
  Instant seen(Revision revision) {
    return zero.plusNanos(revision.arrived());
  }

  List<Revision> of(String resource, String name) {
    return revisions.stream().filter(it -> it.is(resource, name)).toList();
  }

  /** The histories of all workloads. */
  List<List<Revision>> workloads() {
    Map<String, List<Revision>> histories =
        revisions.stream()
            .filter(Revision::isWorkload)
            .collect(
                Collectors.groupingBy(
                    it -> it.resource() + "/" + it.name(), TreeMap::new, Collectors.toList()));
    return List.copyOf(histories.values());
  }

  Stream<Revision> records() {
    return revisions.stream().filter(it -> it.resource().equals("releaserecords"));
  }

  /** What the records have declared until then, whatever is declared now. */
  List<Declaration> declaredUntil(long number) {
    return records()
        .filter(it -> it.number() < number)
        .map(Revision::object)
        .map(Declaration::of)
        .distinct()
        .toList();
  }

  /** The revision that an operator said it had seen. */
  Optional<Revision> revision(String resource, String name, long number) {
    return of(resource, name).stream().filter(it -> it.number() == number).findFirst();
  }

  /** The controllers above an object, and itself: a pod's ReplicaSet is named after its owner. */
  Optional<Revision> ownerOf(Revision pod) {
    for (JsonNode reference : pod.object().at("/metadata/ownerReferences")) {
      String name = reference.path("name").asText();
      return switch (reference.path("kind").asText()) {
        case "ReplicaSet" -> newest("deployments", name.replaceFirst("-[^-]+$", ""), pod.number());
        case "StatefulSet" -> newest("statefulsets", name, pod.number());
        case "DaemonSet" -> newest("daemonsets", name, pod.number());
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private Optional<Revision> newest(String resource, String name, long until) {
    return of(resource, name).stream()
        .filter(it -> it.number() <= until)
        .reduce((_, later) -> later);
  }

  /** Pods of a workload, each as it was at that revision of the workload. */
  List<Revision> podsOf(Revision workload) {
    Map<String, Revision> pods = new TreeMap<>();
    revisions.stream()
        .filter(it -> it.resource().equals("pods") && it.number() <= workload.number())
        .filter(
            it -> ownerOf(it).filter(at -> at.is(workload.resource(), workload.name())).isPresent())
        .forEach(it -> pods.put(it.uid(), it));
    return List.copyOf(pods.values());
  }

  /** The number of the first revision of that very object. */
  long born(Revision object) {
    return of(object.resource(), object.name()).stream()
        .filter(it -> it.uid().equals(object.uid()))
        .findFirst()
        .orElse(object)
        .number();
  }

  /** The revisions at which a Secret, known already, got other data. */
  List<Long> rotations() {
    Map<String, JsonNode> held = new HashMap<>();
    return revisions.stream()
        .filter(it -> it.resource().equals("secrets") && !it.gone())
        .filter(
            it -> {
              JsonNode data = it.object().path("data");
              JsonNode before = held.put(it.name(), data);
              return before != null && !before.equals(data);
            })
        .map(Revision::number)
        .toList();
  }

  Violation violation(String invariant, String what, String resource, String name) {
    return new Violation(invariant, what, of(resource, name).stream().map(Revision::line).toList());
  }

  /** Everything that must always be so, held against this run. */
  public List<Violation> violations() {
    return Invariants.ALL.stream().flatMap(it -> it.check(this).stream()).toList();
  }
}
