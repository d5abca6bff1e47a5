package dev.releaserecord.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The alerts as they are shipped. */
final class Alerts {

  static final Path FOLDER = Path.of("helm-free-manifests", "components", "monitoring");

  private static final YAMLMapper YAML = new YAMLMapper();

  private Alerts() {}

  record Alert(String name, String expr, String severity, JsonNode annotations) {}

  static List<Alert> shipped() {
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode group : rules().path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        alerts.add(
            new Alert(
                rule.path("alert").asText(),
                rule.path("expr").asText(),
                rule.path("labels").path("severity").asText(),
                rule.path("annotations")));
      }
    }
    return alerts;
  }

  /** As a rule file, without what makes it an object of Kubernetes. */
  static String ruleFile() {
    try {
      return YAML.writeValueAsString(rules());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode rules() {
    try {
      return YAML.readTree(FOLDER.resolve("alerts.yaml").toFile()).path("spec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
