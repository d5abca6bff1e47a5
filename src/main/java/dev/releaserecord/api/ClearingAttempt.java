package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest attempt at freeing a workload. It is written down before it is made, so that a crash
 * in between costs an attempt and never makes one more.
 *
 * @param set digest set that the attempts are counted for
 * @param target what exactly is acted on, by uid
 * @param done whether it was made
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClearingAttempt(
    @JsonPropertyDescription("Digest set that `clearAttempts` is counted for.") @Nullable String set,
    @JsonPropertyDescription(
            """
            What is done.
            Example: `delete pod users-7cb5958669-jc4s9`.\
            """)
        @Nullable String action,
    @JsonPropertyDescription("The object that is acted on, by its uid.") @Nullable String target,
    @JsonPropertyDescription("When it was decided.") @Nullable Instant at,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        @JsonPropertyDescription("Whether it has been done.")
        boolean done) {}
