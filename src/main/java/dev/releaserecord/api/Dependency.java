package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** An object of the same namespace that must be ready before anything is pinned. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Dependency(
    @Required @JsonPropertyDescription("API version of the object. Example: `apps/v1`.")
        String apiVersion,
    @Required @JsonPropertyDescription("Kind of the object. Example: `StatefulSet`.") String kind,
    @Required @JsonPropertyDescription("Name of the object, in the namespace of the record.")
        String name) {}
