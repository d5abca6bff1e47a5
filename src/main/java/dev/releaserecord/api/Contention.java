package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container over which the operator and somebody else write in turns.
 *
 * @param flips when somebody else wrote the image, the newest six, oldest first
 * @param stoppedAt since when it is left as it is; null while it is set back
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Contention(
    @Required @JsonPropertyDescription("Workload, as `Kind/name`.") String workload,
    @Required @JsonPropertyDescription("Container.") String container,
    @Required @JsonPropertyDescription("Field manager on the other side.") String manager,
    @JsonPropertyDescription(
            """
            When it moved the image away from the declared digest: the newest 6, oldest first.\
            """)
        List<Instant> flips,
    @JsonPropertyDescription(
            """
            Since when the image is left as it is. It is set back again once the spec changes, \
            on the annotation `releaserecord.dev/retry`, or when it is the declared one. Absent: \
            it is set back.\
            """)
        @Nullable Instant stoppedAt) {

  public Contention {
    flips = Copies.of(flips);
  }
}
