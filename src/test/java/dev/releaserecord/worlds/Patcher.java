package dev.releaserecord.worlds;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies JSON patches (RFC 6902) to workloads as the API server does. */
final class Patcher {

  static final String MANAGER = "release-operator";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SET = "releaserecord.dev/set";
  private static final String RESTORE = "releaserecord.dev/restore-replicas";

  private Patcher() {}

  /**
   * The object after the patch; null where one of its tests failed (422).
   *
   * @param fresh whether it is in the state that the patch was made for
   */
  static @Nullable Workload apply(Workload load, String patch, boolean fresh) {
    ObjectNode object = object(load, fresh);
    for (JsonNode operation : read(patch)) {
      if (!apply(object, operation)) {
        return null;
      }
    }
    return workload(load, object);
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static boolean apply(ObjectNode object, JsonNode operation) {
    JsonPointer path = JsonPointer.compile(operation.get("path").asText());
    JsonNode value = operation.path("value");
    JsonNode parent = object.at(path.head());
    JsonNode there = object.at(path);
    return switch (operation.get("op").asText()) {
      // The API server takes what is not there for null.
      case "test" -> value.isNull() ? there.isMissingNode() : value.equals(there);
      case "add" -> parent.isObject() && set(parent, path, value);
      case "replace" -> !there.isMissingNode() && set(parent, path, value);
      case "remove" -> !there.isMissingNode() && remove(parent, path);
      default -> throw new IllegalArgumentException(operation.toString());
    };
  }

  private static boolean set(JsonNode parent, JsonPointer path, JsonNode value) {
    ((ObjectNode) parent).set(path.last().getMatchingProperty(), value);
    return true;
  }

  private static boolean remove(JsonNode parent, JsonPointer path) {
    ((ObjectNode) parent).remove(path.last().getMatchingProperty());
    return true;
  }

  private static ObjectNode object(Workload load, boolean fresh) {
    ObjectNode object = JSON.createObjectNode();
    ObjectNode meta = object.putObject("metadata").put("uid", load.id().uid());
    meta.put("resourceVersion", fresh ? Copy.fresh(load).resourceVersion() : "newer");
    Marks marks = load.marks();
    if (marks.labelled()) {
      ObjectNode labels = meta.putObject("labels").put("app", load.key().name());
      if (marks.set() != null) {
        labels.put(SET, marks.set());
      }
      if (marks.drain() != null) {
        labels.put(RESTORE, marks.drain().label());
      }
    }
    ObjectNode spec = template(object, load);
    ArrayNode init = spec.putArray("initContainers");
    ArrayNode main = spec.putArray("containers");
    for (TemplateContainer container : load.containers()) {
      ArrayNode list = container.role() == ContainerRole.Main ? main : init;
      list.addObject().put("name", container.name()).put("image", container.image());
    }
    return object;
  }

  private static ObjectNode template(ObjectNode object, Workload load) {
    ObjectNode spec = object.putObject("spec").put("replicas", Mould.replicas(load));
    boolean cron = load.key().kind() == Kind.CronJob;
    ObjectNode owner = cron ? spec.putObject("jobTemplate").putObject("spec") : spec;
    return owner.putObject("template").putObject("spec");
  }

  private static Workload workload(Workload before, ObjectNode object) {
    List<TemplateContainer> containers = containers(before, object);
    JsonNode labels = object.at("/metadata/labels");
    int replicas = object.at("/spec/replicas").asInt();
    boolean scaled = replicas != Mould.replicas(before);
    Marks.Drain drain = drain(before.marks().drain(), labels.path(RESTORE), scaled);
    int wanted = drain != null && drain.owed() ? drain.replicas() : replicas;
    Workload changed =
        scaled || !containers.equals(before.containers())
            ? Mould.stale(before, containers, wanted)
            : before;
    JsonNode set = labels.path(SET);
    return new Workload(
        changed.id(),
        changed.template(),
        changed.containers(),
        changed.replicas(),
        set.isMissingNode()
            ? before.marks().withDrain(drain)
            : before.marks().withSet(set.asText()).withDrain(drain),
        changed.strategy());
  }

  /** A label that appears together with zero replicas makes a drain; it is ours. */
  private static Marks.@Nullable Drain drain(
      Marks.@Nullable Drain before, JsonNode label, boolean scaled) {
    if (label.isMissingNode()) {
      return null;
    }
    return before == null ? new Marks.Drain(label.asText(), scaled, Ages.NOW) : before;
  }

  private static List<TemplateContainer> containers(Workload before, ObjectNode object) {
    String template =
        before.key().kind() == Kind.CronJob
            ? "/spec/jobTemplate/spec/template/spec/"
            : "/spec/template/spec/";
    List<TemplateContainer> containers = new ArrayList<>();
    for (TemplateContainer container : before.containers()) {
      String list = container.role() == ContainerRole.Main ? "containers/" : "initContainers/";
      String image = object.at(template + list + container.index() + "/image").asText();
      containers.add(
          image.equals(container.image()) ? container : container.withImage(image, MANAGER));
    }
    return containers;
  }
}
