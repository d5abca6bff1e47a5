package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Who lets which digest set of which record be pinned.
 *
 * @param expires RFC 3339; absent: never
 */
@ValidationRule(
    value = "self == oldSelf",
    message = "an approval cannot be changed: delete it and create another one")
@JsonClassDescription(
    "Which digest set of which record is approved, and by whom. It cannot be changed.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReleaseApprovalSpec(
    @Required
        @Size(max = 63)
        @ValidationRule(value = Rules.IS_NAME, message = Rules.WRITE_NAME)
        @JsonPropertyDescription("Name of the ReleaseRecord in the same namespace.")
        String record,
    @Required
        @Size(max = 512)
        @ValidationRule(value = Rules.IS_DIGEST, message = Rules.WRITE_DIGEST_SET)
        @JsonPropertyDescription(
            """
            The digest set that is approved, as `status.digestSet` of the record shows it. The \
            approval counts for exactly this set.
            Example: `sha256:` and 64 hex digits.\
            """)
        String digestSet,
    @Required
        @Size(min = 1, max = 256)
        @JsonPropertyDescription(
            """
            Who approves. Where the policies of this project are installed it must be the user \
            who makes the request.
            Example: `alice@example.com`.\
            """)
        String approver,
    @Size(max = 2048)
        @JsonPropertyDescription(
            """
            Why, for those who read it later.
            Example: `CHG-1234, reviewed with the database team`.\
            """)
        @Nullable String note,
    @Size(max = 64)
        @ValidationRule(value = Rules.IS_TIME, message = Rules.WRITE_TIME)
        @JsonPropertyDescription(
            """
            The instant after which the approval no longer counts, RFC 3339. Absent: it does not \
            expire.
            Example: `2026-12-01T08:00:00Z`.\
            """)
        @Nullable String expires) {}
