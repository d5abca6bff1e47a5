package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * What an approval speaks of: the digests, workloads, containers, secrets and checks of a record.
 * Each is a SHA-256 over all of them.
 *
 * @param content as they are now; null where no approval is asked for
 * @param granted what was last approved
 * @param grantedBy by whom
 * @param verified what was last verified, approved or with nobody asked
 * @param verifiedBy who had approved that; null where nobody was asked
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
    @JsonPropertyDescription("The same of what was last approved.") @Nullable String granted,
    @JsonPropertyDescription("Who approved that.") @Nullable String grantedBy,
    @JsonPropertyDescription(
            """
            The same of what was last verified: to hold that in place needs no new approval.\
            """)
        @Nullable String verified,
    @JsonPropertyDescription("Who had approved that, where somebody was asked.")
        @Nullable String verifiedBy) {

  /** Where nothing was approved or verified yet. */
  public static final Approvable NONE = new Approvable(null, null, null, null, null);
}
