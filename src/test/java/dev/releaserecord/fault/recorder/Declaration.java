package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one generation of a record wants.
 *
 * @param workloads all that it names, with the image that is declared for it; empty for none
 */
record Declaration(List<Wanted> workloads) {

  record Wanted(String resource, String name, String image) {}

  static Declaration of(JsonNode record) {
    JsonNode spec = record.path("spec");
    Map<String, String> images = new HashMap<>();
    for (JsonNode service : spec.path("services")) {
      images.put(service.path("name").asText(), image(spec, service));
    }
    List<Wanted> all = new ArrayList<>();
    for (JsonNode service : spec.path("services")) {
      String name = service.path("name").asText();
      String image = images.getOrDefault(service.path("digestFrom").asText(name), "");
      if (service.path("workloads").isEmpty()) {
        all.add(new Wanted("deployments", name, image));
      }
      for (JsonNode it : service.path("workloads")) {
        String kind = it.path("kind").asText("Deployment");
        all.add(new Wanted(Workloads.resource(kind), it.path("name").asText(), image));
      }
    }
    return new Declaration(all);
  }

  private static String image(JsonNode spec, JsonNode service) {
    if (!service.has("digest")) {
      return "";
    }
    String fallback = spec.path("imagePrefix").asText() + "/" + service.path("name").asText();
    return service.path("image").asText(fallback) + "@" + service.path("digest").asText();
  }

  boolean names(String resource, String name) {
    return workloads.stream().anyMatch(it -> it.resource.equals(resource) && it.name.equals(name));
  }
}
