package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * One image that would be written.
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
    @Required @JsonPropertyDescription("Container or init container.") String container,
    @Required @JsonPropertyDescription("Image that stands there now.") String from,
    @Required @JsonPropertyDescription("Image that would be written.") String to,
    @Required @JsonPropertyDescription("Whether the change would replace running pods.")
        boolean restart) {}
