package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest attempt at freeing a workload. It is written down before it is made, so that a crash
 * in between costs an attempt and never makes one more.
 *
 * @param set digest set that the attempts are counted for
 * @param targets what exactly is acted on, by uid
 * @param done whether it was made
 * @param spent how many attempts were taken from {@code clearing.maxAttempts}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClearingAttempt(
    @JsonPropertyDescription("Digest set that the attempts are counted for.") @Nullable String set,
    @JsonPropertyDescription("What is done.") @Nullable ClearingAction action,
    @JsonPropertyDescription(
            """
            The same for people.
            Example: `delete pod users-7cb5958669-jc4s9`.\
            """)
        @Nullable String what,
    @JsonPropertyDescription("The objects that are acted on, by uid.") List<String> targets,
    @JsonPropertyDescription("When it was decided.") @Nullable Instant at,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        @JsonPropertyDescription("Whether it has been done.")
        boolean done,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        @JsonPropertyDescription(
            """
            Attempts so far that count towards `clearing.maxAttempts`. Deleting what stays at an \
            older revision does not: it ends by itself.\
            """)
        int spent) {

  public ClearingAttempt {
    targets = Copies.of(targets);
  }
}
