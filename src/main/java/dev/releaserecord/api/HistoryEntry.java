package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A digest set that was verified.
 *
 * @param revision of the ControllerRevision that keeps the set
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HistoryEntry(
    @Required @JsonPropertyDescription("The digest set.") String digestSet,
    @Required @JsonPropertyDescription("Number of the ControllerRevision that keeps it.")
        long revision,
    @JsonPropertyDescription("When it was verified.") @Nullable Instant verifiedAt,
    @JsonPropertyDescription("Who approved it, where approval was asked for.")
        @Nullable String approvedBy) {}
