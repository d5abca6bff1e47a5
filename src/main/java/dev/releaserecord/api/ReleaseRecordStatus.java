package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator found, did, and waits for.
 *
 * @param observedGeneration generation that everything else here speaks of; -1 until the operator
 *     looked
 * @param digestSet what the spec declares
 * @param enforcedSet what is kept now; drift is measured against it
 * @param pinned services whose workloads all carry the enforced digest, of all: {@code 4/5}
 * @param ready services whose pods are all ready on it, of all: {@code 4/5}
 */
@JsonClassDescription("What the operator found, did, and waits for.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReleaseRecordStatus(
    @JsonPropertyDescription(
            """
            Generation of the spec that this status speaks of; -1 until the operator has looked \
            at the record.\
            """)
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            """
            Digest set that the spec declares; what a ReleaseApproval names. Absent: no service \
            has a digest.\
            """)
        @Nullable String digestSet,
    @JsonPropertyDescription(
            """
            Digest set that is kept now. It differs from `digestSet` while an approval is \
            awaited, when the set is refused, and after a rollback.\
            """)
        @Nullable String enforcedSet,
    @JsonPropertyDescription(
            """
            Where the release stands, in one line.
            Example: `4/5 verified; users: image not found`.\
            """)
        @Nullable String summary,
    @JsonPropertyDescription(
            """
            Services whose workloads all carry the enforced digest, of all.
            Example: `4/5`.\
            """)
        @Nullable String pinned,
    @JsonPropertyDescription(
            """
            Services whose pods are all ready on it, of all.
            Example: `4/5`.\
            """)
        @Nullable String ready,
    @JsonPropertyDescription("Who approved the digest set, where `approval: Required`.")
        @Nullable String approvedBy,
    @JsonPropertyDescription(
            """
            When the digests, workloads, containers, secrets or checks of the record last \
            changed. Only approvals made after it count.\
            """)
        @Nullable Instant approvableSince,
    @JsonPropertyDescription("What an approval speaks of, and what was verified of it.")
        @Nullable Approvable approvable,
    @JsonPropertyDescription(
            """
            The value of the annotation `releaserecord.dev/retry` that was acted upon last.\
            """)
        @Nullable String lastHandledRetry,
    @JsonPropertyDescription("What would be written, while something would.") List<PlanRow> plan,
    @JsonPropertyDescription("The services, in the order of the spec.")
        List<ServiceStatus> services,
    @JsonPropertyDescription("How the checks of the record as a whole ended.")
        List<CheckStatus> checks,
    @JsonPropertyDescription("The newest 10 images that somebody else wrote, newest first.")
        List<DriftEntry> drift,
    @JsonPropertyDescription("Containers over which the operator and somebody else write in turns.")
        List<Contention> contention,
    @JsonPropertyDescription("A set that failed and gave way to a verified one, while it stands.")
        @Nullable RollbackStatus rollback,
    @JsonPropertyDescription(
            "Digest sets that were verified, newest first, at most `historyLimit`.")
        List<HistoryEntry> history,
    @JsonPropertyDescription(
            """
            `Ready` is always there. `Reconciling` and `Stalled` are there while they are True. \
            The others (`Approved`, `DependenciesReady`, `ImagesAvailable`, `SecretsVerified`, \
            `ImagesPinned`, `RolledOut`, `ChecksPassed`) are there where they apply.\
            """)
        List<Condition> conditions) {

  public ReleaseRecordStatus {
    plan = Copies.of(plan);
    services = Copies.of(services);
    checks = Copies.of(checks);
    drift = Copies.of(drift);
    contention = Copies.of(contention);
    history = Copies.of(history);
    conditions = Copies.of(conditions);
  }

  /** A status that says nothing yet. */
  public static final ReleaseRecordStatus EMPTY =
      new ReleaseRecordStatus(
          null, null, null, null, null, null, null, null, null, null, List.of(), List.of(),
          List.of(), List.of(), List.of(), null, List.of(), List.of());
}
