package dev.releaserecord.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.fault.proxy.Target;
import dev.releaserecord.fault.proxy.Write;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;
import java.util.UUID;

/** Somebody who writes the very objects that the operator is about to write. */
record Rival(KubernetesClient client, String namespace) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Changes the object of a write in a way that means nothing; makes it, if it is to be created.
   *
   * @return it as it stands then; empty where that is nobody's will: it was made, or is an event
   */
  Optional<HasMetadata> touch(Write write) {
    Target target = write.target();
    if (write.method().equals("POST") && target.subresource().isEmpty()) {
      String body = write.body().toString();
      client.resource(read(body)).inNamespace(namespace).create();
      return Optional.empty();
    }
    HasMetadata touched =
        client
            .genericKubernetesResources(
                new ResourceDefinitionContext.Builder()
                    .withGroup(target.group())
                    .withVersion(target.version())
                    .withKind("Any")
                    .withPlural(target.resource())
                    .withNamespaced(true)
                    .build())
            .inNamespace(namespace)
            .withName(target.name())
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\":{\"annotations\":{\"team.example.com/touched\":\""
                    + UUID.randomUUID()
                    + "\"}}}");
    return target.resource().equals("events") ? Optional.empty() : Optional.of(touched);
  }

  private static GenericKubernetesResource read(String body) {
    try {
      return JSON.readValue(body, GenericKubernetesResource.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
