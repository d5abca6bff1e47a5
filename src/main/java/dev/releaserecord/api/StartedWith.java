package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What pods take of one Secret or ConfigMap, without any value of it.
 *
 * @param object kind and name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StartedWith(
    @Required @JsonPropertyDescription("Kind and name. Example: `Secret users-rds`.") String object,
    @Required @JsonPropertyDescription("Keyed digest of what a pod that starts now takes of it.")
        String hmac,
    @Required
        @JsonPropertyDescription(
            """
            Digest of the names of the keys that they take: of others nothing can be compared.\
            """)
        String keys,
    @JsonPropertyDescription(
            """
            When somebody had last written its data at that time, by its managedFields.\
            """)
        @Nullable Instant writtenAt,
    @JsonPropertyDescription(
            """
            When it came to hold that. Pods that were created later have it. Absent: it was so when
            it was first looked at.\
            """)
        @Nullable Instant changedAt,
    @JsonPropertyDescription(
            """
            Keyed digest of what it held before, while pods run that were started with that;
            `mixed` where they were started with several.\
            """)
        @Nullable String was,
    @JsonPropertyDescription(
            """
            `Restarted`: pods were restarted to have it. `Verified`: all have it, and were well with
            it for as long as `settle` asks.\
            """)
        @Nullable RotationOutcome outcome) {}
