package dev.releaserecord.fault.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Set;

/**
 * A request that changes something.
 *
 * @param body what was sent with it, missing where that is nothing
 */
public record Write(String method, Target target, JsonNode body) {

  /** Their names are made up anew in every run. */
  private static final Set<String> NAMELESS = Set.of("events", "jobs", "pods");

  /**
   * The same for the same write in another run: method, resource, name, subresource, and of a
   * status what it announces, where something else waits for that.
   */
  public String signature() {
    Target shown =
        NAMELESS.contains(target.resource())
            ? new Target(
                target.group(),
                target.version(),
                target.namespace(),
                target.resource(),
                "",
                target.subresource())
            : target;
    return method + " " + shown + news();
  }

  private String news() {
    if (!target.resource().equals("releaserecords") || !target.subresource().equals("status")) {
      return "";
    }
    JsonNode status = status();
    if (status.has("rollback")) {
      return "/rollback";
    }
    if (status.findValuesAsText("cause").contains("UndoneByHand")) {
      return "/undone";
    }
    List<JsonNode> checks =
        status.findValues("checks").stream().flatMap(JsonNode::valueStream).toList();
    if (checks.stream().anyMatch(it -> it.has("since") && !it.has("at"))) {
      return "/check-begun";
    }
    return checks.stream().anyMatch(it -> it.has("at")) ? "/check-ended" : "";
  }

  private JsonNode status() {
    for (JsonNode operation : body) {
      if (operation.path("path").asText().equals("/status")) {
        return operation.path("value");
      }
    }
    return MissingNode.getInstance();
  }
}
