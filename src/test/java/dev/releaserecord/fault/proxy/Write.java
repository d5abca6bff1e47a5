package dev.releaserecord.fault.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * A request that changes something.
 *
 * @param body what was sent with it, missing where that is nothing
 */
public record Write(String method, Target target, JsonNode body) {

  /** Their names are made up anew in every run. */
  private static final Set<String> NAMELESS = Set.of("events", "pods");

  /** The same for the same write in another run: method, resource, name, subresource. */
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
    return method + " " + shown;
  }
}
