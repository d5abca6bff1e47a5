package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * One image that would be written, or one workload that would be cleared.
 *
 * @param workload {@code Kind/name}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanRow(
    @Required @JsonPropertyDescription("Service of the record.") String service,
    @Required
        @JsonPropertyDescription(
            """
            Workload, as `Kind/name`.
            Example: `Deployment/users`.\
            """)
        String workload,
    @JsonPropertyDescription("Container or init container.") @Nullable String container,
    @JsonPropertyDescription("Image that stands there now.") @Nullable String from,
    @JsonPropertyDescription("Image that would be written.") @Nullable String to,
    @Required @JsonPropertyDescription("Whether the change would replace running pods.")
        boolean restart,
    @JsonPropertyDescription(
            """
            What would be done to free the workload, instead of an image.
            Example: `delete pod users-0`.\
            """)
        @Nullable String action,
    @JsonPropertyDescription(
            """
            Why it is not done yet. Absent: it is done at once.
            Example: `waits until users is verified (after)`.\
            """)
        @Nullable String waitsFor) {}
