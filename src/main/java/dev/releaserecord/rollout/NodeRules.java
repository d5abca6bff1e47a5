package dev.releaserecord.rollout;

import java.util.List;
import java.util.Map;

/**
 * On which nodes a pod of a template may run (Kubernetes documentation, "Assigning Pods to Nodes").
 *
 * @param selector labels that the node must have
 * @param affinity required node affinity: one of these terms must hold; empty for none
 * @param tolerations taints that it bears
 */
public record NodeRules(
    Map<String, String> selector, List<Term> affinity, List<Toleration> tolerations) {

  /** What most templates ask for: nothing. */
  public static final NodeRules ANYWHERE = new NodeRules(Map.of(), List.of(), List.of());

  public NodeRules {
    selector = Map.copyOf(selector);
    affinity = List.copyOf(affinity);
    tolerations = List.copyOf(tolerations);
  }

  /** All of these must hold. */
  public record Term(List<Requirement> labels, List<Requirement> fields) {
    public Term {
      labels = List.copyOf(labels);
      fields = List.copyOf(fields);
    }
  }

  /**
   * @param operator {@code In}, {@code NotIn}, {@code Exists}, {@code DoesNotExist}, {@code Gt} or
   *     {@code Lt}
   */
  public record Requirement(String key, String operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }
  }

  /**
   * @param key empty for every taint
   * @param exists whether the value does not matter
   * @param effect empty for every effect
   */
  public record Toleration(String key, boolean exists, String value, String effect) {}
}
