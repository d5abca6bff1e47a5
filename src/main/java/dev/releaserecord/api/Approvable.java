package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What an approval speaks of: the digests, workloads, containers, secrets and checks of a record.
 *
 * @param content SHA-256 of them as they are now; null where no approval is asked for
 * @param verified the same of what was last verified
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Approvable(
    @JsonPropertyDescription(
            """
            SHA-256 over the digests, workloads, containers, secrets and checks that the record \
            declares now. When it changes, approvals made before no longer count.\
            """)
        @Nullable String content,
    @JsonPropertyDescription(
            """
            The same of what was last verified: to hold that in place needs no new approval.\
            """)
        @Nullable String verified) {}
