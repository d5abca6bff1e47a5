package dev.releaserecord.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One cell of a table in a {@link ReferencePage}. */
final class ReferenceCell {

  private ReferenceCell() {}

  static String type(JSONSchemaProps field) {
    if (isList(field)) {
      String most = field.getMaxItems() == null ? "" : ", at most " + field.getMaxItems();
      List<String> keys = field.getXKubernetesListMapKeys();
      String by = keys == null || keys.isEmpty() ? "" : ", keyed by " + String.join(", ", keys);
      return "list of " + type(element(field)) + most + by;
    }
    if (isMap(field)) {
      String most = field.getMaxProperties() == null ? "" : ", at most " + field.getMaxProperties();
      return "map to " + type(element(field)) + most;
    }
    if (field.getEnum() != null && !field.getEnum().isEmpty()) {
      return field.getEnum().stream()
          .map(value -> "`" + value.asText() + "`")
          .collect(Collectors.joining(", "));
    }
    return field.getType() + bounds(field);
  }

  private static String bounds(JSONSchemaProps field) {
    List<String> bounds = new ArrayList<>();
    if (field.getMinimum() != null) {
      bounds.add("from " + field.getMinimum().longValue());
    }
    if (field.getMaximum() != null) {
      bounds.add("to " + field.getMaximum().longValue());
    }
    if (field.getMaxLength() != null) {
      bounds.add("at most " + field.getMaxLength() + " characters");
    }
    return bounds.isEmpty() ? "" : ", " + String.join(" ", bounds);
  }

  static String defaultOf(JSONSchemaProps field) {
    JsonNode value = field.getDefault();
    return value == null || value.isObject() && !value.isEmpty() ? "" : "`" + text(value) + "`";
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** The default has a column of its own; what follows the word Example may be a block of YAML. */
  static String description(JSONSchemaProps field, @Nullable String elsewhere) {
    String text =
        field.getDescription() == null
            ? ""
            : field.getDescription().replaceFirst("\nDefault: `[^`]*`\\.$", "");
    int block = text.indexOf("Example:\n");
    String cell =
        block < 0
            ? inline(text)
            : inline(text.substring(0, block))
                + "Example:<pre>"
                + inline(text.substring(block + "Example:\n".length()).stripIndent())
                + "</pre>";
    if (elsewhere != null) {
      cell += "<br>Written as `" + elsewhere + "`.";
    }
    return cell + refusals(field);
  }

  private static String refusals(JSONSchemaProps field) {
    boolean toldInItsOwnSection = !field.getProperties().isEmpty();
    if (field.getXKubernetesValidations() == null || toldInItsOwnSection) {
      return "";
    }
    return field.getXKubernetesValidations().stream()
        .map(ValidationRule::getMessage)
        .map(message -> "<br>Otherwise refused: " + inline(message) + ".")
        .collect(Collectors.joining());
  }

  private static String inline(String text) {
    return text.replace("|", "\\|").replace("\n", "<br>");
  }

  static boolean isList(JSONSchemaProps field) {
    return field.getItems() != null && field.getItems().getSchema() != null;
  }

  static boolean isMap(JSONSchemaProps field) {
    return field.getAdditionalProperties() != null
        && field.getAdditionalProperties().getSchema() != null;
  }

  /** What a list or map holds; anything else is its own element. */
  static JSONSchemaProps element(JSONSchemaProps field) {
    if (isList(field)) {
      return field.getItems().getSchema();
    }
    return isMap(field) ? field.getAdditionalProperties().getSchema() : field;
  }

  static String suffix(JSONSchemaProps field) {
    if (isList(field)) {
      return "[]";
    }
    return isMap(field) ? "{}" : "";
  }
}
