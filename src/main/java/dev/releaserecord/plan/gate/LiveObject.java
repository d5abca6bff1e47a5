package dev.releaserecord.plan.gate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of any kind, as JSON is read into maps and lists.
 *
 * @param generation 0 where the kind counts none
 * @param deleting whether it is on its way out
 * @param content {@code spec}, {@code status} and whatever else it holds beside its metadata
 */
public record LiveObject(
    String apiVersion,
    String kind,
    long generation,
    boolean deleting,
    Map<String, Object> content) {

  private static final int WORDS = 256;

  /** One of {@code status.conditions}. */
  record Condition(
      String type, String status, String reason, String message, long observedGeneration) {

    boolean isTrue() {
      return status.equals("True");
    }

    /** Its message, in a length that many may have; its reason where it has none. */
    String words() {
      String words = message.isEmpty() ? reason : message;
      return words.length() <= WORDS
          ? words
          : words.substring(0, words.offsetByCodePoints(0, words.codePointCount(0, WORDS))) + "…";
    }
  }

  /** The number there; otherwise where there is none. */
  long number(long otherwise, String... path) {
    return at(path) instanceof Number number ? number.longValue() : otherwise;
  }

  /** The text there; empty where there is none. */
  String text(String... path) {
    return at(path) instanceof String text ? text : "";
  }

  /** Whether it is a Service that stands for a name elsewhere. */
  public boolean external() {
    return kind.equals("Service") && text("spec", "type").equals("ExternalName");
  }

  boolean has(String... path) {
    return at(path) != null;
  }

  private @Nullable Object at(String... path) {
    Object node = content;
    for (String step : path) {
      node = node instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return node;
  }

  Optional<Condition> condition(String type) {
    return at("status", "conditions") instanceof List<?> list
        ? list.stream()
            .filter(it -> it instanceof Map<?, ?>)
            .map(it -> condition((Map<?, ?>) it))
            .filter(it -> it.type.equals(type))
            .findFirst()
        : Optional.empty();
  }

  private static Condition condition(Map<?, ?> map) {
    return new Condition(
        word(map.get("type")),
        word(map.get("status")),
        word(map.get("reason")),
        word(map.get("message")),
        map.get("observedGeneration") instanceof Number number ? number.longValue() : 0);
  }

  private static String word(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }
}
