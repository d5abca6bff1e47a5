package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;

/**
 * A container over which the operator and somebody else write in turns.
 *
 * @param flips when the image was written back, oldest first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Contention(
    @Required @JsonPropertyDescription("Workload, as `Kind/name`.") String workload,
    @Required @JsonPropertyDescription("Container.") String container,
    @Required @JsonPropertyDescription("Field manager on the other side.") String manager,
    @JsonPropertyDescription("When the image was changed back and forth, oldest first.")
        List<Instant> flips) {

  public Contention {
    flips = Copies.of(flips);
  }
}
