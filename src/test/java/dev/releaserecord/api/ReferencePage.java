package dev.releaserecord.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A CRD as a page for people: a table for every object in it, each object told once. */
final class ReferencePage {

  private final StringBuilder page = new StringBuilder();
  private final Map<JSONSchemaProps, String> told = new HashMap<>();

  private ReferencePage() {}

  /** Name of the file to its text. */
  static SortedMap<String, String> generate() {
    SortedMap<String, String> pages = new TreeMap<>();
    for (String yaml : Crds.generate().values()) {
      CustomResourceDefinition crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
      pages.put(crd.getSpec().getNames().getSingular() + ".md", new ReferencePage().of(crd));
    }
    return pages;
  }

  private String of(CustomResourceDefinition crd) {
    var version = crd.getSpec().getVersions().getFirst();
    var names = crd.getSpec().getNames();
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    page.append("# ").append(names.getKind()).append("\n\n");
    page.append("<!-- Generated from the Java types: `./mvnw test -Dtest=*FreshnessTest")
        .append(" -Ddocs.write=true` -->\n\n");
    page.append(root.getDescription()).append("\n\n");
    page.append("`apiVersion: %s/%s`".formatted(crd.getSpec().getGroup(), version.getName()));
    page.append(", short name `%s`".formatted(String.join("`, `", names.getShortNames())));
    page.append(", category `%s`.\n".formatted(String.join("`, `", names.getCategories())));
    rules(root);
    root.getProperties().forEach(this::section);
    return page.toString();
  }

  private void section(String path, JSONSchemaProps schema) {
    told.put(schema, path);
    page.append("\n## `").append(path).append("`\n\n");
    if (path.indexOf('.') < 0) {
      page.append(schema.getDescription()).append("\n\n");
    }
    page.append("| field | type | default | description |\n|---|---|---|---|\n");
    schema
        .getProperties()
        .forEach(
            (name, field) -> {
              boolean required =
                  schema.getRequired() != null && schema.getRequired().contains(name);
              page.append(
                  "| `%s`%s | %s | %s | %s |\n"
                      .formatted(
                          name,
                          required ? " (required)" : "",
                          ReferenceCell.type(field),
                          ReferenceCell.defaultOf(field),
                          ReferenceCell.description(field, elsewhere(field))));
            });
    rules(schema);
    schema.getProperties().forEach((name, field) -> deeper(path + "." + name, field));
  }

  private void deeper(String path, JSONSchemaProps field) {
    JSONSchemaProps object = ReferenceCell.element(field);
    if (!object.getProperties().isEmpty() && !told.containsKey(object)) {
      section(path + ReferenceCell.suffix(field), object);
    }
  }

  /** Where an object that looks the same was told before. */
  private @Nullable String elsewhere(JSONSchemaProps field) {
    return told.get(ReferenceCell.element(field));
  }

  private void rules(JSONSchemaProps schema) {
    if (schema.getXKubernetesValidations() == null
        || schema.getXKubernetesValidations().isEmpty()) {
      return;
    }
    page.append("\nRefused with these words where it does not hold:\n\n");
    page.append(
        schema.getXKubernetesValidations().stream()
            .map(ValidationRule::getMessage)
            .map(message -> "- " + message + "\n")
            .collect(Collectors.joining()));
  }
}
