package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.NodeRules;
import dev.releaserecord.rollout.NodeRules.Requirement;
import dev.releaserecord.rollout.NodeRules.Term;
import dev.releaserecord.rollout.NodeRules.Toleration;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodSpec;
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

  private NodeRuleReader() {}

  /** Null unless an image is never pulled: else any node can get it, and nobody asks. */
  static @Nullable NodeRules read(Kind kind, PodSpec spec) {
    boolean asked =
        Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
            .anyMatch(Templates::neverPulled);
    return asked
        ? new NodeRules(
            Objects.requireNonNullElse(spec.getNodeSelector(), Map.of()),
            affinity(spec.getAffinity()),
            tolerations(kind, spec))
        : null;
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
