package dev.releaserecord.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One body of a table, and what the API server must make of it.
 *
 * @param field of the refusal; empty: that of the whole object
 * @param says part of the refusal's words
 * @param expect part of the answer to a good body
 */
record AdmissionCase(
    String name, String field, String says, GenericKubernetesResource body, JsonNode expect) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path TABLES = Path.of("src/test/resources/api");

  /** All cases of a folder of tables, in the order of the files. */
  static List<AdmissionCase> in(String folder) {
    List<AdmissionCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(TABLES.resolve(folder))) {
      for (Path file : files.sorted().toList()) {
        try (MappingIterator<JsonNode> documents =
            YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
          while (documents.hasNext()) {
            cases.add(read(documents.next()));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static AdmissionCase read(JsonNode document) throws IOException {
    ObjectNode body = YAML.createObjectNode();
    body.put("apiVersion", "releaserecord.dev/v1");
    body.put("kind", document.path("kind").asText("ReleaseRecord"));
    ObjectNode metadata = body.putObject("metadata").put("generateName", "case-");
    if (document.get("metadata") instanceof ObjectNode given) {
      metadata.setAll(given);
    }
    if (document.has("spec")) {
      body.set("spec", document.get("spec"));
    }
    return new AdmissionCase(
        document.required("case").asText(),
        document.path("field").asText(),
        document.path("says").asText(),
        YAML.treeToValue(body, GenericKubernetesResource.class),
        document.path("expect"));
  }

  @Override
  public String toString() {
    return name;
  }
}
