package dev.releaserecord.kube.write;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A JSON patch (RFC 6902) whose tests must all hold, or nothing of it is done. */
final class JsonPatch {

  private static final String LABELS = "/metadata/labels";
  private static final String POD_ANNOTATIONS = "/spec/template/metadata/annotations";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

  /** A patch of this very object alone. */
  static JsonPatch of(String uid) {
    JsonPatch patch = new JsonPatch();
    patch.test("/metadata/uid", uid);
    return patch;
  }

  /**
   * @param value null: there must be nothing
   */
  void test(String path, @Nullable String value) {
    operation("test", path).put("value", value);
  }

  void test(String path, int value) {
    operation("test", path).put("value", value);
  }

  void add(String path, String value) {
    operation("add", path).put("value", value);
  }

  void replace(String path, String value) {
    operation("replace", path).put("value", value);
  }

  void replace(String path, int value) {
    operation("replace", path).put("value", value);
  }

  /** Any operation, with whatever can be written as JSON. */
  JsonPatch with(String op, String path, Object value) {
    operation(op, path).set("value", JSON.valueToTree(value));
    return this;
  }

  void remove(String path) {
    operation("remove", path);
  }

  /** Adds a list that is not there yet, with one text in it. */
  void addList(String path, String value) {
    operation("add", path).putArray("value").add(value);
  }

  /**
   * Writes a label over the one that was seen.
   *
   * @param labelled whether the object has any label
   * @param before null: it must be absent
   */
  void label(boolean labelled, String key, @Nullable String before, String value) {
    entry(LABELS, labelled, key, before, value);
  }

  /**
   * Writes an annotation of the pod template over the one that was seen.
   *
   * @param annotated whether the template has any annotation
   * @param before null: it must be absent
   */
  void podAnnotation(boolean annotated, String key, @Nullable String before, String value) {
    entry(POD_ANNOTATIONS, annotated, key, before, value);
  }

  /** Nothing can be added below a map that is not there: test that it is absent, and add it. */
  private void entry(String map, boolean there, String key, @Nullable String before, String value) {
    if (!there) {
      test(map, (String) null);
      operation("add", map).putObject("value").put(key, value);
      return;
    }
    test(path(map, key), before);
    add(path(map, key), value);
  }

  static String label(String key) {
    return path(LABELS, key);
  }

  private static String path(String map, String key) {
    return map + "/" + key.replace("/", "~1");
  }

  private ObjectNode operation(String verb, String path) {
    return operations.addObject().put("op", verb).put("path", path);
  }

  @Override
  public String toString() {
    return operations.toString();
  }
}
