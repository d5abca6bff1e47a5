package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a check last ended. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CheckStatus(
    @Required @JsonPropertyDescription("Name of the check.") String name,
    @Required
        @JsonPropertyDescription(
            """
            `Pending`, `Passed`, `Failed` (the wrong answer) or `Errored` (it could not be run).\
            """)
        CheckOutcome outcome,
    @JsonPropertyDescription("What was found instead of what was expected.")
        @Nullable String message,
    @JsonPropertyDescription("When it ended.") @Nullable Instant at) {}
