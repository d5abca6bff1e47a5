package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who lets which digest set of which record be pinned.
 *
 * @param expires RFC 3339; absent: never
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReleaseApprovalSpec(
    @Required @JsonPropertyDescription("Name of the ReleaseRecord in the same namespace.")
        String record,
    @Required
        @JsonPropertyDescription(
            """
            The digest set that is approved, as `status.digestSet` of the record shows it. The \
            approval counts for exactly this set.
            Example: `sha256:` and 64 hex digits.\
            """)
        String digestSet,
    @Required
        @JsonPropertyDescription(
            """
            Who approves. Where the policies of this project are installed it must be the user \
            who makes the request. Example: `alice@example.com`.\
            """)
        String approver,
    @JsonPropertyDescription(
            """
            Why, for those who read it later. Example: `CHG-1234, reviewed with the database \
            team`.\
            """)
        @Nullable String note,
    @JsonPropertyDescription(
            """
            The instant after which the approval no longer counts, RFC 3339. Absent: it does not \
            expire.
            Example: `2026-12-01T08:00:00Z`.\
            """)
        @Nullable String expires) {

  /** An end that cannot be read has come: pinning without approval is the unsafe side. */
  public boolean expiredAt(Instant now) {
    return expires != null && Timestamps.read(expires).map(end -> !now.isBefore(end)).orElse(true);
  }
}
