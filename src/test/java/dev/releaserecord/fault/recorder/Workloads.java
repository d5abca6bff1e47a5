package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads workloads as the API server sends them. */
final class Workloads {

  static final Set<String> RESOURCES =
      Set.of("deployments", "statefulsets", "daemonsets", "cronjobs");

  private static final String RESTORE = "releaserecord.dev/restore-replicas";
  private static final String RESTARTED_FOR = "releaserecord.dev/restarted-for";

  private Workloads() {}

  static String resource(String kind) {
    return switch (kind) {
      case "Deployment" -> "deployments";
      case "StatefulSet" -> "statefulsets";
      case "DaemonSet" -> "daemonsets";
      case "CronJob" -> "cronjobs";
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static JsonNode pod(JsonNode workload) {
    return workload.at("/spec").has("jobTemplate")
        ? workload.at("/spec/jobTemplate/spec/template/spec")
        : workload.at("/spec/template/spec");
  }

  /** By container, init containers included. */
  static Map<String, String> images(JsonNode workload) {
    Map<String, String> images = new TreeMap<>();
    for (String list : List.of("initContainers", "containers")) {
      pod(workload)
          .path(list)
          .forEach(it -> images.put(it.path("name").asText(), it.path("image").asText()));
    }
    return images;
  }

  static int replicas(JsonNode workload) {
    return workload.at("/spec/replicas").asInt(1);
  }

  /** The value of the label that says what to restore. */
  static @Nullable String restore(JsonNode workload) {
    JsonNode label = workload.at("/metadata/labels").path(RESTORE);
    return label.isMissingNode() ? null : label.asText();
  }

  /** What its pods were restarted for; empty for nothing. */
  static String restartedFor(JsonNode workload) {
    return workload.at("/spec/template/metadata/annotations").path(RESTARTED_FOR).asText();
  }

  /** Whether new pods come only when old ones are deleted by hand. */
  static boolean onDelete(JsonNode workload) {
    return workload.at("/spec/updateStrategy/type").asText().equals("OnDelete");
  }

  static boolean carries(JsonNode workload, String image) {
    return images(workload).containsValue(image);
  }

  /** Whether all its pods are of the template that it has now, and ready. A CronJob has none. */
  static boolean runs(String resource, JsonNode workload) {
    JsonNode status = workload.path("status");
    boolean seen =
        workload.at("/metadata/generation").asLong() <= status.path("observedGeneration").asLong();
    return switch (resource) {
      case "deployments" ->
          seen && all(status, replicas(workload), "updatedReplicas", "readyReplicas", "replicas");
      case "statefulsets" ->
          seen && all(status, replicas(workload), "updatedReplicas", "readyReplicas");
      case "daemonsets" ->
          seen
              && all(
                  status,
                  status.path("desiredNumberScheduled").asInt(),
                  "updatedNumberScheduled",
                  "numberReady");
      default -> true;
    };
  }

  private static boolean all(JsonNode status, int wanted, String... fields) {
    List<Integer> counts = new ArrayList<>();
    for (String field : fields) {
      counts.add(status.path(field).asInt());
    }
    return counts.stream().allMatch(count -> count == wanted);
  }
}
