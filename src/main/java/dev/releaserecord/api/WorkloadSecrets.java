package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What the pods of a workload were started with, without any value of it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkloadSecrets(
    @JsonPropertyDescription("Which key the digest below was made with.") @Nullable String keyId,
    @JsonPropertyDescription(
            """
            Keyed digest over the values of the Secrets that the pods were started with.\
            """)
        @Nullable String hmac,
    @JsonPropertyDescription("Revision of the pod template that these values belong to.")
        @Nullable String templateRevision) {}
