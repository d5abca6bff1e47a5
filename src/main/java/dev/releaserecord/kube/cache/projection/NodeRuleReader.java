package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.NodeRules.Requirement;
import dev.releaserecord.rollout.NodeRules.Term;
import dev.releaserecord.rollout.NodeRules.Toleration;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads on which nodes the pods of a template may run. */
final class NodeRuleReader {

  /** What the controller of DaemonSets adds to each of its pods; the template does not show it. */
  private static final List<Toleration> OF_DAEMON_SETS =
      List.of(
          bears("not-ready", "NoExecute"),
          bears("unreachable", "NoExecute"),
          bears("disk-pressure", "NoSchedule"),
          bears("memory-pressure", "NoSchedule"),
          bears("pid-pressure", "NoSchedule"),
          bears("unschedulable", "NoSchedule"));

  private static final NodeRules ANY_DAEMON_SET =
      new NodeRules(Map.of(), List.of(), OF_DAEMON_SETS);

  private NodeRuleReader() {}

  /** Most templates ask for nothing, and share what they are given. */
  static NodeRules read(Kind kind, PodSpec spec) {
    NodeRules rules =
        new NodeRules(selector(spec), affinity(spec.getAffinity()), tolerations(kind, spec));
    return Stream.of(NodeRules.ANYWHERE, ANY_DAEMON_SET)
        .filter(rules::equals)
        .findFirst()
        .orElse(rules);
  }

  /** The same words stand on many nodes and in many templates. */
  private static Map<String, String> selector(PodSpec spec) {
    Map<String, String> selector = new HashMap<>();
    Objects.requireNonNullElse(spec.getNodeSelector(), Map.<String, String>of())
        .forEach((key, value) -> selector.put(Fields.word(key), Fields.word(value)));
    return selector;
  }

  private static List<Term> affinity(@Nullable Affinity affinity) {
    var nodes = affinity == null ? null : affinity.getNodeAffinity();
    var required = nodes == null ? null : nodes.getRequiredDuringSchedulingIgnoredDuringExecution();
    return required == null
        ? List.of()
        : required.getNodeSelectorTerms().stream()
            .map(
                term ->
                    new Term(
                        requirements(term.getMatchExpressions()),
                        requirements(term.getMatchFields())))
            .toList();
  }

  private static List<Requirement> requirements(List<NodeSelectorRequirement> requirements) {
    return requirements.stream()
        .map(
            it ->
                new Requirement(
                    Fields.word(it.getKey()), Fields.word(it.getOperator()), it.getValues()))
        .toList();
  }

  private static List<Toleration> tolerations(Kind kind, PodSpec spec) {
    Stream<Toleration> written =
        spec.getTolerations().stream()
            .map(
                it ->
                    new Toleration(
                        Fields.word(it.getKey()),
                        "Exists".equals(it.getOperator()),
                        Fields.word(it.getValue()),
                        Fields.word(it.getEffect())));
    return kind == Kind.DaemonSet
        ? Stream.concat(written, OF_DAEMON_SETS.stream()).toList()
        : written.toList();
  }

  private static Toleration bears(String condition, String effect) {
    return new Toleration("node.kubernetes.io/" + condition, true, "", effect);
  }
}
