package dev.releaserecord.plan.gate;

import dev.releaserecord.api.Approvable;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.history.VerifiedSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an approval counts. It has to name the declared digest set, to have been made after
 * what it speaks of was last changed (nobody approves first and edits second), by somebody else
 * than who changed it, and not to have expired. What was verified needs none: approval gates
 * forward moves.
 *
 * <p>When the record was last changed is when the operator saw it so: what the record itself says
 * of that could be written by whoever changes it.
 */
public final class ApprovalJudge {

  private static final int TOLD = 3;

  private final Asked asked;
  private final Instant since;

  /**
   * What is asked.
   *
   * @param digestSet that the record declares
   * @param content stands for all that an approval speaks of
   * @param history what was verified, and with what an approval spoke of then
   * @param at when
   */
  public record Asked(
      String digestSet,
      String content,
      Grants grants,
      ReleaseRecordStatus previous,
      History history,
      Instant at) {}

  private ApprovalJudge(Asked asked) {
    this.asked = asked;
    this.since = since(asked);
  }

  public static ApprovalState judge(Asked asked) {
    return new ApprovalJudge(asked).judge();
  }

  /**
   * Approvals carry whole seconds: one of the second in which the change was seen may be older than
   * the change. And what was there before the change was seen never counts, whatever the clocks say
   * of the API server that made it and of this process.
   */
  private static Instant since(Asked asked) {
    Approvable before = asked.previous.approvable();
    Instant since = asked.previous.approvableSince();
    if (before != null && since != null && asked.content.equals(before.content())) {
      return since;
    }
    Instant now = asked.at.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    return asked.grants.approvals().stream()
        .map(it -> it.created().plusSeconds(1))
        .filter(now::isBefore)
        .max(Comparator.naturalOrder())
        .orElse(now);
  }

  /** The one that it was approved by before is told as long as it counts. */
  private ApprovalState judge() {
    return asked.grants.approvals().stream()
        .filter(it -> against(it) == null)
        .max(
            Comparator.<Approval, Boolean>comparing(this::known)
                .thenComparing(ApprovalJudge::end)
                .thenComparing(Approval::name))
        .<ApprovalState>map(it -> new ApprovalState.Granted(it.approver(), since, it.expires()))
        .orElseGet(this::withoutApproval);
  }

  private boolean known(Approval approval) {
    return approval.approver().equals(asked.previous.approvedBy());
  }

  private static Instant end(Approval approval) {
    return Objects.requireNonNullElse(approval.expires(), Instant.MAX);
  }

  private ApprovalState withoutApproval() {
    Approvable before = asked.previous.approvable();
    if (before != null && asked.content.equals(before.verified())) {
      return new ApprovalState.Standing(before.verifiedBy(), since);
    }
    Optional<VerifiedSet> known =
        asked.history.find(asked.digestSet).filter(set -> asked.content.equals(set.content()));
    if (known.isPresent()) {
      return new ApprovalState.Standing(known.get().approvedBy(), since);
    }
    Grants.Blind blind = asked.grants.blind();
    return new ApprovalState.Missing(since, blind == null ? message() : blind.message(), blind);
  }

  private String message() {
    List<Approval> newest =
        asked.grants.approvals().stream()
            .sorted(
                Comparator.comparing(Approval::created).thenComparing(Approval::name).reversed())
            .toList();
    String found =
        newest.stream()
            .limit(TOLD)
            .map(
                it -> "; " + it.name() + " by " + it.approver() + " does not count: " + against(it))
            .collect(Collectors.joining());
    String more = newest.size() > TOLD ? "; nor do " + (newest.size() - TOLD) + " older ones" : "";
    return "nothing is pinned until somebody approves digest set "
        + asked.digestSet
        + ": create a ReleaseApproval with this digestSet (kubectl explain rra.spec)"
        + found
        + more;
  }

  /** Why it does not count; null where it does. */
  private @Nullable String against(Approval approval) {
    if (!approval.digestSet().equals(asked.digestSet)) {
      return "it is for another digest set, " + approval.digestSet();
    }
    if (approval.expiredAt(asked.at)) {
      return "it expired at " + approval.expires();
    }
    if (approval.created().isBefore(since)) {
      return "it was made at "
          + approval.created()
          + ", and only those from "
          + since
          + " on are for the record as it is now; delete it and approve again";
    }
    if (approval.approver().equals(asked.grants.editedBy())) {
      return "its approver last changed the record; somebody else has to approve";
    }
    return null;
  }
}
