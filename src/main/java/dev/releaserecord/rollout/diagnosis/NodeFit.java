package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.NodeRules.Requirement;
import dev.releaserecord.rollout.NodeRules.Term;
import dev.releaserecord.rollout.NodeRules.Toleration;
import dev.releaserecord.rollout.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes may run a pod of a template, by selector, required affinity and taints (Kubernetes
 * documentation, "Assigning Pods to Nodes" and "Taints and Tolerations"), and which of them hold an
 * image. Free resources do not count: they change.
 */
public final class NodeFit {

  /** So many nodes are named in a message. */
  private static final int NAMED = 5;

  /** Begins the names of taints by which Kubernetes tells how a node does. */
  private static final String CONDITION = "node.kubernetes.io/";

  /** Added to every pod by the DaemonSet controller (Kubernetes documentation, "DaemonSet"). */
  private static final List<Toleration> OF_DAEMONS =
      Stream.of(
              "not-ready",
              "unreachable",
              "disk-pressure",
              "memory-pressure",
              "pid-pressure",
              "unschedulable")
          .map(taint -> new Toleration(CONDITION + taint, true, "", ""))
          .toList();

  private NodeFit() {}

  /** The nodes that may run pods of this workload; none where they cannot be read. */
  public static List<Node> candidates(Facts facts) {
    NodeRules rules = rules(facts.workload());
    return facts.around().nodes().byName().values().stream()
        .filter(node -> fits(node, rules))
        .toList();
  }

  /**
   * Whether a node may run pods of this workload now or later: one that is cordoned, lost or short
   * of something comes back.
   */
  public static Predicate<Node> lasting(Workload workload) {
    NodeRules rules = rules(workload);
    return node -> fits(well(node), rules);
  }

  private static Node well(Node node) {
    List<Node.Taint> lasting =
        node.taints().stream().filter(taint -> !taint.key().startsWith(CONDITION)).toList();
    return lasting.size() == node.taints().size()
        ? node
        : new Node(node.name(), node.health(), node.labels(), lasting, node.images(), node.twins());
  }

  /** Whether a node says that it holds an image, under whichever spelling of its name. */
  public static boolean holds(Node node, String image) {
    if (node.images().contains(image)) {
      return true;
    }
    Optional<ImageReference> wanted = ImageReference.parse(image).toOptional();
    // Nodes tell of many images, and nearly all end differently: only a few are worth parsing.
    String end = wanted.flatMap(ImageReference::digestText).orElse("");
    return wanted.isPresent()
        && node.images().stream()
            .filter(name -> name.endsWith(end))
            .flatMap(name -> ImageReference.parse(name).toOptional().stream())
            .anyMatch(held -> same(held, wanted.get()));
  }

  private static boolean same(ImageReference held, ImageReference wanted) {
    if (!held.sameRepository(wanted)) {
      return false;
    }
    return wanted.digestText().isPresent()
        ? wanted.digestText().equals(held.digestText())
        : held.digestText().isEmpty()
            && wanted.tag().orElse("latest").equals(held.tag().orElse("latest"));
  }

  /** Nodes as a message names them; at least one. */
  public static String some(List<String> nodes) {
    String names = String.join(", ", nodes.subList(0, Math.min(NAMED, nodes.size())));
    return "node "
        + names
        + (nodes.size() > NAMED ? " and " + (nodes.size() - NAMED) + " more nodes" : "");
  }

  /**
   * What brings an image to a node. Without {@code --digests} containerd knows it by its tag alone,
   * and no image with a digest in its name is found. It takes a name as it is given, and a kubelet
   * asks for it in full.
   */
  public static String importing(String image) {
    String repository =
        ImageReference.ofRepository(image).map(ImageReference::repository).orElse(image);
    return "import it there: ctr -n k8s.io images import --digests --base-name "
        + repository
        + " FILE";
  }

  private static NodeRules rules(Workload workload) {
    NodeRules rules = workload.template().nodes();
    if (workload.key().kind() != Kind.DaemonSet) {
      return rules;
    }
    List<Toleration> tolerations = new ArrayList<>(rules.tolerations());
    tolerations.addAll(OF_DAEMONS);
    return new NodeRules(rules.selector(), rules.affinity(), tolerations);
  }

  static boolean fits(Node node, NodeRules rules) {
    boolean selected =
        rules.selector().entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(node.labels().get(wanted.getKey())));
    boolean liked =
        rules.affinity().isEmpty() || rules.affinity().stream().anyMatch(term -> holds(term, node));
    return selected && liked && node.taints().stream().allMatch(it -> borne(it, rules));
  }

  /** A term without any requirement matches no node. */
  private static boolean holds(Term term, Node node) {
    if (term.labels().isEmpty() && term.fields().isEmpty()) {
      return false;
    }
    Map<String, String> fields = Map.of("metadata.name", node.name());
    return term.labels().stream().allMatch(it -> holds(it, node.labels()))
        && term.fields().stream().allMatch(it -> holds(it, fields));
  }

  private static boolean holds(Requirement wanted, Map<String, String> values) {
    @Nullable String value = values.get(wanted.key());
    return switch (wanted.operator()) {
      case "In" -> value != null && wanted.values().contains(value);
      case "NotIn" -> value == null || !wanted.values().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> compare(value, wanted) > 0;
      case "Lt" -> compare(value, wanted) < 0;
      // An operator of a later Kubernetes: nothing follows, so the node counts.
      default -> true;
    };
  }

  /** 0, so neither greater nor less, where one of the two is no number. */
  private static int compare(@Nullable String value, Requirement wanted) {
    if (value == null || wanted.values().size() != 1) {
      return 0;
    }
    try {
      return Long.compare(Long.parseLong(value), Long.parseLong(wanted.values().getFirst()));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static boolean borne(Node.Taint taint, NodeRules rules) {
    return taint.effect().equals("PreferNoSchedule")
        || rules.tolerations().stream().anyMatch(toleration -> bears(toleration, taint));
  }

  private static boolean bears(Toleration toleration, Node.Taint taint) {
    boolean effect = toleration.effect().isEmpty() || toleration.effect().equals(taint.effect());
    boolean key = toleration.key().isEmpty() || toleration.key().equals(taint.key());
    return effect && key && (toleration.exists() || toleration.value().equals(taint.value()));
  }
}
