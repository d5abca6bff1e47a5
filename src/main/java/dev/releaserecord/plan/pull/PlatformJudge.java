package dev.releaserecord.plan.pull;

import static java.util.stream.Collectors.joining;

import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.pull.Availability.Partial;
import dev.releaserecord.plan.pull.Availability.Unavailable;
import dev.releaserecord.plan.pull.PullPlanner.Part;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Surroundings.Nodes;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.diagnosis.NodeFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether an index is built for what the nodes are on which the pods of a workload may run. Nodes
 * that do not tell what they are do not count; where they may not be listed nothing is known, and
 * an image that is no index is not judged.
 */
final class PlatformJudge {

  private Nodes seen = Nodes.UNREADABLE;

  /** By what they are; found once for all workloads, as they are asked about the same nodes. */
  private SortedMap<Platform, List<Node>> nodes = new TreeMap<>();

  Availability judge(PinnedImage image, Set<Platform> built, Part part) {
    if (built.isEmpty()) {
      return new Availability.Available();
    }
    Predicate<Node> mayRun = NodeFit.lasting(part.workload());
    SortedMap<Platform, List<String>> without = new TreeMap<>();
    boolean some = false;
    for (Map.Entry<Platform, List<Node>> entry : nodes(part.nodes()).entrySet()) {
      Stream<Node> its = entry.getValue().stream().filter(mayRun);
      if (built.stream().anyMatch(entry.getKey()::runs)) {
        some |= its.findAny().isPresent();
      } else {
        List<String> names = its.map(Node::name).sorted().toList();
        if (!names.isEmpty()) {
          without.put(entry.getKey(), names);
        }
      }
    }
    if (without.isEmpty()) {
      return new Availability.Available();
    }
    String what = image.text() + " is built for " + list(built);
    return some
        ? new Partial(what + ", and pods of " + part.workload().key() + partly(built, without))
        : new Unavailable(
            Cause.ImageNotFound,
            what
                + ", and the nodes where its pods may run are "
                + list(without.keySet())
                + "; push it for these, and declare the new digest");
  }

  private SortedMap<Platform, List<Node>> nodes(Nodes all) {
    if (!all.equals(seen)) {
      seen = all;
      nodes = new TreeMap<>();
      for (Node node : all.byName().values()) {
        Platform.ofNode(node.labels())
            .ifPresent(it -> nodes.computeIfAbsent(it, _ -> new ArrayList<>()).add(node));
      }
    }
    return nodes;
  }

  private static String partly(Set<Platform> built, SortedMap<Platform, List<String>> without) {
    boolean system =
        without.keySet().stream()
            .noneMatch(node -> built.stream().anyMatch(it -> it.os().equals(node.os())));
    return " may also run on "
        + without.entrySet().stream()
            .map(it -> NodeFit.some(it.getValue()) + " (" + it.getKey() + ")")
            .collect(joining(" and "))
        + ", where they would not start; push it for "
        + list(without.keySet())
        + " too, and declare the new digest, or keep them away from there by a nodeSelector for "
        + (system ? Platform.OS : Platform.ARCHITECTURE);
  }

  private static String list(Set<Platform> platforms) {
    return new TreeSet<>(platforms).stream().map(Platform::toString).collect(joining(", "));
  }
}
