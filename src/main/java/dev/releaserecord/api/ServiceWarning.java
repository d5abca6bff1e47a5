package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Something that does not block and that somebody should mend. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceWarning(
    @Required
        @JsonPropertyDescription(
            """
            Reason in one word.
            Example: `NoReadinessProbe`.\
            """)
        String reason,
    @JsonPropertyDescription("What it means and what to do.") @Nullable String message) {}
