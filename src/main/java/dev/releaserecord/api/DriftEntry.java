package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image that somebody else wrote into a governed container.
 *
 * @param manager field manager that wrote it
 * @param corrected whether the declared digest was written back
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DriftEntry(
    @Required @JsonPropertyDescription("When it was seen.") Instant at,
    @Required @JsonPropertyDescription("Workload, as `Kind/name`.") String workload,
    @Required @JsonPropertyDescription("Container.") String container,
    @Required @JsonPropertyDescription("Image that was found.") String image,
    @JsonPropertyDescription(
            """
            Field manager that wrote it.
            Example: `kubectl-set`.\
            """)
        @Nullable String manager,
    @Required @JsonPropertyDescription("Whether the declared digest was written back.")
        boolean corrected) {}
