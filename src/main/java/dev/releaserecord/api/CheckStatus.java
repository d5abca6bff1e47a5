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
    @JsonPropertyDescription(
            """
            `BeforeRestart` where it has to pass before a rotation restarts anything. Absent: it \
            runs after the rollout.\
            """)
        @Nullable CheckMoment when,
    @Required
        @JsonPropertyDescription(
            """
            `Pending`, `Passed`, `Failed` (the wrong answer) or `Errored` (it could not be run).\
            """)
        CheckOutcome outcome,
    @JsonPropertyDescription("What was found instead of what was expected.")
        @Nullable String message,
    @JsonPropertyDescription("When it was first due, while it may still be run again.")
        @Nullable Instant since,
    @JsonPropertyDescription("When it ended.") @Nullable Instant at,
    @JsonPropertyDescription(
            """
            How long it took from its first attempt to its end.
            Example: `1.25s`.\
            """)
        @Nullable String took,
    @JsonPropertyDescription(
            """
            What the outcome is for: a digest of the check, the images, and what the pods were \
            last restarted for. Another one, and the check runs again.\
            """)
        @Nullable String proves) {}
