package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is changed while a hold stands.
 *
 * @param until RFC 3339; absent: until somebody takes the hold away
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Hold(
    @Required
        @Size(min = 1, max = 1024)
        @JsonPropertyDescription(
            """
            Why nothing may change, for the people who wait.
            Example: `incident 42`.\
            """)
        String reason,
    @Size(max = 64)
        @ValidationRule(value = Rules.IS_TIME, message = Rules.WRITE_TIME)
        @JsonPropertyDescription(
            """
            The instant at which the hold ends by itself, RFC 3339. Absent: it stands until it \
            is removed.
            Example: `2026-12-01T08:00:00Z`.\
            """)
        @Nullable String until) {}
