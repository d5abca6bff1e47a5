package dev.releaserecord.condition;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Writes statements as {@code metav1.Condition}s.
 *
 * <p>{@code lastTransitionTime} moves only when the status does, and every condition carries the
 * same generation as the status: {@code kubectl wait} compares it first, and would hang or be met
 * by a stale answer otherwise (Kubernetes API conventions, "Typical status properties").
 */
public final class Conditions {

  /** The API server's limit for a condition's message. */
  private static final int MESSAGE_LIMIT = 32_768;

  private Conditions() {}

  public static List<Condition> next(
      List<Condition> previous, List<Statement> statements, long generation, Instant at) {
    return statements.stream()
        .sorted(Comparator.comparing(Statement::type))
        .map(statement -> condition(previous, statement, generation, at))
        .toList();
  }

  public static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
    return conditions.stream()
        .filter(condition -> type.name().equals(condition.getType()))
        .findFirst();
  }

  public static boolean isTrue(List<Condition> conditions, ConditionType type) {
    return find(conditions, type)
        .filter(condition -> Truth.True.name().equals(condition.getStatus()))
        .isPresent();
  }

  private static Condition condition(
      List<Condition> previous, Statement statement, long generation, Instant at) {
    String since =
        find(previous, statement.type())
            .filter(condition -> statement.truth().name().equals(condition.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElse(at.toString());
    String message = statement.message();
    return new ConditionBuilder()
        .withType(statement.type().name())
        .withStatus(statement.truth().name())
        .withReason(statement.reason().code())
        .withMessage(
            message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT))
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }
}
