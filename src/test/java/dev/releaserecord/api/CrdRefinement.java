package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a CRD needs and the generator has no annotation for. */
final class CrdRefinement implements CRDPostProcessor {

  /** Keys are required or have a default, or the API server refuses the CRD. */
  private static final Map<String, List<String>> MAP_KEYS =
      Map.of(
          "spec.services", List.of("name"),
          "spec.services[].workloads", List.of("kind", "name"),
          "spec.services[].checks", List.of("name"),
          "spec.checks", List.of("name"),
          "spec.dependencies", List.of("apiVersion", "kind", "name"),
          "status.conditions", List.of("type"));

  /** A set, so that the record's team and `rollback` can both write into it. */
  private static final String REFUSE = "spec.refuse";

  /** Stands from the very creation, so that a client that waits is right before we have looked. */
  private static final String STATUS_DEFAULT =
      """
      observedGeneration: -1
      conditions:
      - type: Ready
        status: Unknown
        observedGeneration: -1
        lastTransitionTime: "1970-01-01T00:00:00Z"
        reason: Pending
        message: The operator has not looked at this record yet.
      """;

  private static final String CONDITION =
      """
      type: object
      required: [type, status, lastTransitionTime, reason, message]
      properties:
        type:
          type: string
          maxLength: 316
          description: "What the condition is about. Example: `Ready`."
        status:
          type: string
          enum: ["True", "False", "Unknown"]
          description: "`True`, `False` or `Unknown`."
        observedGeneration:
          type: integer
          format: int64
          description: Generation of the spec that the condition speaks of.
        lastTransitionTime:
          type: string
          format: date-time
          description: When the status of the condition last changed.
        reason:
          type: string
          minLength: 1
          maxLength: 1024
          description: "Why it has this status, in one word. Example: `ImageNotFound`."
        message:
          type: string
          maxLength: 32768
          description: What was found, and the next step.
      """;

  @Override
  public HasMetadata process(HasMetadata generated, String crdVersion) {
    CustomResourceDefinition crd = (CustomResourceDefinition) generated;
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      if (crd.getSpec().getNames().getKind().equals("ReleaseRecord")) {
        refineRecord(version, root);
      } else {
        refineApproval(version, root);
      }
      walk("", root);
    }
    return crd;
  }

  private static void refineRecord(CustomResourceDefinitionVersion version, JSONSchemaProps root) {
    describe(root, ReleaseRecord.class);
    describe(property(root, "spec"), ReleaseRecordSpec.class);
    JSONSchemaProps status = property(root, "status");
    describe(status, ReleaseRecordStatus.class);
    property(status, "observedGeneration").setFormat("int64");
    status.setDefault(Serialization.unmarshal(STATUS_DEFAULT, JsonNode.class));
    property(status, "conditions")
        .getItems()
        .setSchema(Serialization.unmarshal(CONDITION, JSONSchemaProps.class));
    root.setRequired(List.of("spec"));
    version.setAdditionalPrinterColumns(
        List.of(
            column("READY", "Services whose pods are all ready.", ".status.ready"),
            column("PINNED", "Services that carry their digest.", ".status.pinned"),
            column(
                "STATUS",
                "Reason of the condition Ready.",
                ".status.conditions[?(@.type==\"Ready\")].reason"),
            date("AGE", "Time since the record was made.", ".metadata.creationTimestamp"),
            wide("DIGEST SET", "Digest set that the spec declares.", ".status.digestSet"),
            wide("APPROVED BY", "Who approved the digest set.", ".status.approvedBy"),
            column("MESSAGE", "Where the release stands.", ".status.summary")));
  }

  private static void refineApproval(
      CustomResourceDefinitionVersion version, JSONSchemaProps root) {
    describe(root, ReleaseApproval.class);
    describe(property(root, "spec"), ReleaseApprovalSpec.class);
    root.getProperties().remove("status");
    version.setSubresources(null);
    root.setRequired(List.of("spec"));
    version.setAdditionalPrinterColumns(
        List.of(
            column("RECORD", "Record that the approval is for.", ".spec.record"),
            column("DIGEST SET", "Digest set that is approved.", ".spec.digestSet"),
            column("APPROVER", "Who approves.", ".spec.approver"),
            column("EXPIRES", "When it no longer counts.", ".spec.expires"),
            date("AGE", "Time since it was made.", ".metadata.creationTimestamp")));
  }

  private static void walk(String path, JSONSchemaProps schema) {
    if (MAP_KEYS.containsKey(path)) {
      schema.setXKubernetesListType("map");
      schema.setXKubernetesListMapKeys(MAP_KEYS.get(path));
    }
    if (path.equals(REFUSE)) {
      schema.setXKubernetesListType("set");
    }
    if (schema.getDefault() != null && schema.getDefault().isValueNode()) {
      // `kubectl explain` of most versions leaves defaults out.
      schema.setDescription(
          schema.getDescription() + "\nDefault: `" + schema.getDefault().asText() + "`.");
    }
    if (schema.getXKubernetesValidations() != null) {
      // The generator finds a component's rule at its field and again at its accessor.
      schema.setXKubernetesValidations(
          new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      walk(path + "[]", schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null
        && schema.getAdditionalProperties().getSchema() != null) {
      walk(path + "{}", schema.getAdditionalProperties().getSchema());
    }
    schema.getProperties().forEach((name, property) -> walk(child(path, name), property));
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    return Objects.requireNonNull(schema.getProperties().get(name), name);
  }

  private static void describe(JSONSchemaProps schema, Class<?> type) {
    schema.setDescription(type.getAnnotation(JsonClassDescription.class).value());
  }

  private static CustomResourceColumnDefinition column(String name, String text, String path) {
    return define(name, text, path).withType("string").build();
  }

  private static CustomResourceColumnDefinition wide(String name, String text, String path) {
    return define(name, text, path).withType("string").withPriority(1).build();
  }

  private static CustomResourceColumnDefinition date(String name, String text, String path) {
    return define(name, text, path).withType("date").build();
  }

  private static CustomResourceColumnDefinitionBuilder define(
      String name, String text, String path) {
    return new CustomResourceColumnDefinitionBuilder()
        .withName(name)
        .withDescription(text)
        .withJsonPath(path);
  }
}
