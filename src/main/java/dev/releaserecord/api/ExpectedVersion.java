package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Where an answer says which version gave it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExpectedVersion(
    @Required
        @Size(min = 1, max = 256)
        @JsonPropertyDescription(
            """
            Response header that must equal the `version` of the service.
            Example: `X-Relay-Version`.\
            """)
        String header) {}
