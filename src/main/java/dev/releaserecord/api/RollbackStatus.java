package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A digest set that failed and gave way to the newest verified one, by {@code onFailure: Rollback}.
 *
 * @param from what the spec declares still
 * @param to what is enforced instead
 * @param reason what had failed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RollbackStatus(
    @Required @JsonPropertyDescription("Digest set that failed; the spec declares it still.")
        String from,
    @Required @JsonPropertyDescription("Verified digest set that is enforced instead.") String to,
    @JsonPropertyDescription("What had failed.") @Nullable String reason,
    @JsonPropertyDescription("When it was decided.") @Nullable Instant at) {}
