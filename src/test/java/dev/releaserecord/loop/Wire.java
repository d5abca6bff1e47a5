package dev.releaserecord.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;

/** Deployments as the API server sent them, to be compared field by field. */
final class Wire {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OURS = "release-operator";

  private Wire() {}

  static JsonNode tree(GenericKubernetesResource resource) {
    return JSON.valueToTree(resource);
  }

  /** By which a write of ours is told: managedFields know the second alone, hence the label too. */
  static List<JsonNode> ourTraces(JsonNode object) {
    List<JsonNode> traces = entries(object, true);
    traces.add(object.at("/metadata/labels/releaserecord.dev~1set"));
    return traces;
  }

  /** What managedFields say of everybody else, claims on images aside. */
  static List<JsonNode> othersClaims(JsonNode object) {
    List<JsonNode> others = entries(object, false);
    others.forEach(entry -> forget(entry, "f:image"));
    return others;
  }

  /** All that must be the same before and after a write of ours. */
  static JsonNode withoutOurFields(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    ObjectNode meta = (ObjectNode) copy.get("metadata");
    meta.remove(List.of("managedFields", "resourceVersion", "generation"));
    if (meta.get("labels") instanceof ObjectNode labels) {
      labels.remove("releaserecord.dev/set");
    }
    forget(copy.at("/spec/template/spec/containers"), "image");
    forget(copy.at("/spec/template/spec/initContainers"), "image");
    return copy;
  }

  /** What people and programs declare, labels and generation included; not what controllers say. */
  static JsonNode declared(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    copy.remove("status");
    ((ObjectNode) copy.get("metadata")).remove(List.of("managedFields", "resourceVersion"));
    return copy;
  }

  private static List<JsonNode> entries(JsonNode object, boolean ours) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (entry.path("manager").asText().equals(OURS) == ours) {
        found.add(entry.deepCopy());
      }
    }
    return found;
  }

  private static void forget(JsonNode node, String field) {
    if (node instanceof ObjectNode map) {
      map.remove(field);
    }
    node.forEach(child -> forget(child, field));
  }
}
