package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One revision of an object.
 *
 * @param resource the plural
 * @param number its resource version; those of one cluster are of one sequence
 * @param gone whether this is the object's end; the object is as it was last
 * @param object as the API server sent it, without managedFields
 * @param arrived by {@link System#nanoTime()}
 */
public record Revision(
    String resource, String name, long number, boolean gone, JsonNode object, long arrived) {

  static Revision of(String resource, JsonNode object, boolean gone, long arrived) {
    JsonNode meta = object.path("metadata");
    return new Revision(
        resource,
        meta.path("name").asText(),
        meta.path("resourceVersion").asLong(),
        gone,
        object,
        arrived);
  }

  boolean is(String otherResource, String otherName) {
    return resource.equals(otherResource) && name.equals(otherName);
  }

  String uid() {
    return object.at("/metadata/uid").asText();
  }

  boolean isWorkload() {
    return Workloads.RESOURCES.contains(resource);
  }

  boolean beingDeleted() {
    return gone || object.at("/metadata").hasNonNull("deletionTimestamp");
  }

  /** Whether a condition of the status says True. */
  boolean says(String condition) {
    return StreamSupport.stream(object.at("/status/conditions").spliterator(), false)
        .anyMatch(
            it ->
                it.path("type").asText().equals(condition)
                    && it.path("status").asText().equals("True"));
  }

  /** One line of a history. */
  String line() {
    String text = number + " " + resource + "/" + name + (gone ? " gone" : "");
    return switch (resource) {
      case "secrets" -> text;
      case "controllerrevisions" ->
          text + " number " + object.path("revision") + " of " + object.at("/data/digestSet");
      case "jobs" -> text + " of " + Jobs.check(object) + (Jobs.ended(object) ? ", ended" : "");
      case "pods" ->
          text + (beingDeleted() ? " being deleted" : "") + (says("Ready") ? " Ready" : "");
      case "releaserecords" ->
          text
              + " generation "
              + object.at("/metadata/generation").asText()
              + ", observed "
              + object.at("/status/observedGeneration").asText("none")
              + (says("Ready") ? ", Ready" : "")
              + ": "
              + object.at("/status/summary").asText("")
              + (object.at("/status").has("rollback")
                  ? ", rollback " + object.at("/status/rollback")
                  : "");
      default ->
          text
              + " replicas "
              + object.at("/spec/replicas").asText("none")
              + " restore "
              + Objects.requireNonNullElse(Workloads.restore(object), "none")
              + " restarted for "
              + Workloads.restartedFor(object)
              + " images "
              + Workloads.images(object).entrySet().stream()
                  .map(it -> it.getKey() + "=" + it.getValue())
                  .collect(Collectors.joining(", "))
              + " status "
              + object.path("status").toString().replaceAll(",\"conditions\":\\[.*?]", "");
    };
  }
}
