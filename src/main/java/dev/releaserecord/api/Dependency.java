package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An object of the same namespace that must be ready before anything is pinned. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Dependency(
    @Required
        @Size(max = 317)
        @ValidationRule(value = Rules.IS_API_VERSION, message = Rules.WRITE_API_VERSION)
        @JsonPropertyDescription(
            """
            API version of the object.
            Example: `apps/v1`.\
            """)
        String apiVersion,
    @Required
        @Size(max = 63)
        @ValidationRule(value = Rules.IS_KIND, message = Rules.WRITE_KIND)
        @JsonPropertyDescription(
            """
            Kind of the object.
            Example: `StatefulSet`.\
            """)
        String kind,
    @Required
        @Size(max = 253)
        @ValidationRule(value = Rules.IS_NAME, message = Rules.WRITE_NAME)
        @JsonPropertyDescription("Name of the object, in the namespace of the record.")
        String name) {}
