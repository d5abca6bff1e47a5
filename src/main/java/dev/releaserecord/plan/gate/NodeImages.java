package dev.releaserecord.plan.gate;

import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.diagnosis.Facts;
import dev.releaserecord.rollout.diagnosis.NodeFit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the images of a workload that are never pulled ({@code imagePullPolicy: Never}) are on
 * the nodes that may run its pods. A pod would start nowhere else, whatever any registry has.
 */
public sealed interface NodeImages {

  /**
   * No image is in question, or every node says that it holds those that are; or none can be asked.
   */
  record There() implements NodeImages {}

  /**
   * Nodes say that they do not hold one.
   *
   * @param message where it is missing and how it gets there
   */
  record Missing(String message) implements NodeImages {}

  /**
   * Nodes hold more images than they tell of; all others hold them.
   *
   * @param nodes their names, sorted
   */
  record Untold(List<String> nodes) implements NodeImages {
    public Untold {
      nodes = List.copyOf(nodes);
    }
  }

  /** What is about to be written. */
  static NodeImages of(Facts facts, List<ImageChange> changes) {
    Workload workload = facts.workload();
    List<Wanted> wanted =
        changes.stream()
            .filter(change -> neverPulled(workload, change.container()))
            .map(change -> new Wanted(change.container(), change.to()))
            .toList();
    return judge(facts, wanted);
  }

  /** What stands in the template. */
  static NodeImages standing(Facts facts, List<TemplateContainer> containers) {
    List<Wanted> wanted =
        containers.stream()
            .filter(container -> container.traits().neverPulled())
            .map(container -> new Wanted(container.name(), container.image()))
            .toList();
    return judge(facts, wanted);
  }

  /** An image and who needs it. */
  record Wanted(String container, String image) {}

  private static boolean neverPulled(Workload workload, String container) {
    return workload.container(container).filter(it -> it.traits().neverPulled()).isPresent();
  }

  private static NodeImages judge(Facts facts, List<Wanted> wanted) {
    if (wanted.isEmpty()) {
      return new There();
    }
    // One that is lost tells nothing new, and nothing starts there.
    List<Node> nodes = NodeFit.candidates(facts).stream().filter(node -> !node.lost()).toList();
    return wanted.stream()
        .flatMap(it -> missing(facts.workload(), it, nodes).stream())
        .findFirst()
        .orElseGet(() -> untold(facts.workload(), wanted, nodes));
  }

  private static Optional<NodeImages> missing(Workload workload, Wanted wanted, List<Node> nodes) {
    List<String> without = names(lacking(wanted, nodes).filter(node -> !node.imagesCutOff()));
    return without.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Missing(
                "container "
                    + wanted.container
                    + " of "
                    + workload.key()
                    + " is never pulled (imagePullPolicy: Never), and "
                    + wanted.image
                    + " is not on "
                    + NodeFit.some(without)
                    + ", where its pods may run, so it is not pinned; "
                    + NodeFit.importing(wanted.image)
                    + "; it goes on once the nodes tell that they have it, within a minute"));
  }

  /** Whoever wants no pod, or has them made by a schedule, shows nothing by going first. */
  private static NodeImages untold(Workload workload, List<Wanted> wanted, List<Node> nodes) {
    if (!workload.key().kind().keepsPodsRunning() || workload.replicas().wanted() == 0) {
      return new There();
    }
    List<String> silent = names(wanted.stream().flatMap(it -> lacking(it, nodes)).distinct());
    return silent.isEmpty() ? new There() : new Untold(silent);
  }

  private static Stream<Node> lacking(Wanted wanted, List<Node> nodes) {
    return nodes.stream().filter(node -> !NodeFit.holds(node, wanted.image));
  }

  private static List<String> names(Stream<Node> nodes) {
    return nodes.map(Node::name).sorted().toList();
  }
}
