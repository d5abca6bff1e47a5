package dev.releaserecord.plan.history;

import dev.releaserecord.rollout.WorkloadKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A digest set of the history, as far as decisions need it.
 *
 * @param verifiedAt null where nobody wrote it down
 * @param approvedBy null where nobody was asked
 * @param content stands for all that an approval spoke of; null where nobody wrote it down
 * @param members the services that had a digest
 */
public record VerifiedSet(
    Keeping keeping,
    String digestSet,
    @Nullable Instant verifiedAt,
    @Nullable String approvedBy,
    @Nullable String content,
    List<Member> members) {

  public VerifiedSet {
    members = List.copyOf(members);
  }

  /**
   * The ControllerRevision that keeps it.
   *
   * @param record name of the record whose history it belongs to
   * @param owner uid of the record that controls it; null where none does
   * @param revision the highest was verified last
   */
  public record Keeping(
      String name, String record, Identity id, @Nullable String owner, long revision) {}

  public record Identity(String uid, String resourceVersion) {}

  /**
   * @param image repository
   * @param footings what its workloads stood on
   */
  public record Member(
      String service,
      String image,
      String digest,
      @Nullable String version,
      List<Footing> footings) {
    public Member {
      footings = List.copyOf(footings);
    }
  }

  /**
   * What a workload stood on when it was verified.
   *
   * @param shape of its pod template, images aside; null where nobody told
   * @param values keyed digest of what it took from Secrets, with the id of the key; null for none
   */
  public record Footing(WorkloadKey workload, @Nullable String shape, @Nullable String values) {}

  public long revision() {
    return keeping.revision;
  }

  public Optional<Member> member(String service) {
    return members.stream().filter(it -> it.service.equals(service)).findFirst();
  }

  /** The same after a write of ours. */
  VerifiedSet kept(Keeping now) {
    return new VerifiedSet(now, digestSet, verifiedAt, approvedBy, content, members);
  }

  /** After it was taken in by a record. */
  public VerifiedSet owned(String uid, String resourceVersion) {
    return kept(
        new Keeping(
            keeping.name,
            keeping.record,
            new Identity(keeping.id.uid, resourceVersion),
            uid,
            keeping.revision));
  }

  /** After it became the newest again. */
  public VerifiedSet renewed(long revision, String resourceVersion) {
    return kept(
        new Keeping(
            keeping.name,
            keeping.record,
            new Identity(keeping.id.uid, resourceVersion),
            keeping.owner,
            revision));
  }
}
