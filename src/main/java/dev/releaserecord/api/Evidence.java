package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What a broken container left behind, taken before anything is cleared.
 *
 * @param signal null unless a signal ended it
 * @param message of its termination message file, or the runtime's; redacted likewise
 * @param log last lines, the values of the pod's Secrets redacted
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Evidence(
    @JsonPropertyDescription("Pod that was looked at.") @Nullable String pod,
    @JsonPropertyDescription("Container that broke.") @Nullable String container,
    @JsonPropertyDescription("Exit code of its last run.") @Nullable Integer exitCode,
    @JsonPropertyDescription(
            """
            Number of the signal that ended its last run; absent when it ended by itself.
            Example: `9`.\
            """)
        @Nullable Integer signal,
    @JsonPropertyDescription(
            """
            Reason that the kubelet gave.
            Example: `OOMKilled`.\
            """)
        @Nullable String reason,
    @JsonPropertyDescription(
            """
            Its termination message, at most 1 KiB; values of the Secrets that the pod refers to are \
            redacted.\
            """)
        @Nullable String message,
    @JsonPropertyDescription(
            """
            Last lines that it wrote; values of the Secrets that the pod refers to are redacted.\
            """)
        @Nullable String log) {}
