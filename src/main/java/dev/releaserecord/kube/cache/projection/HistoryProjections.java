package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.api.RecordedSet.RecordedService;
import dev.releaserecord.api.RecordedSet.RecordedWorkload;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.DigestSet;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.plan.history.VerifiedSet.Footing;
import dev.releaserecord.plan.history.VerifiedSet.Identity;
import dev.releaserecord.plan.history.VerifiedSet.Keeping;
import dev.releaserecord.plan.history.VerifiedSet.Member;
import dev.releaserecord.rollout.Kind;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reduces the ControllerRevisions of the history to what a decision asks of them. */
public final class HistoryProjections {

  /** On each of them, with the name of the record. */
  public static final String RECORD = "releaserecord.dev/record";

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "release-operator";

  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private HistoryProjections() {}

  /** Empty for what is not of our making, or has been tampered with. */
  public static Optional<VerifiedSet> of(ControllerRevision revision) {
    ObjectMeta meta = revision.getMetadata();
    if (meta.getLabels() == null
        || !OPERATOR.equals(meta.getLabels().get(MANAGED_BY))
        || meta.getLabels().get(RECORD) == null) {
      return Optional.empty();
    }
    OwnerReference owner = Controllers.of(meta).orElse(null);
    if (owner != null && !"ReleaseRecord".equals(owner.getKind())) {
      return Optional.empty();
    }
    Keeping keeping =
        new Keeping(
            meta.getName(),
            meta.getLabels().get(RECORD).intern(),
            new Identity(meta.getUid(), meta.getResourceVersion()),
            owner == null ? null : owner.getUid().intern(),
            Objects.requireNonNullElse(revision.getRevision(), 0L));
    return content(revision).filter(HistoryProjections::sound).map(set -> verified(keeping, set));
  }

  /** What it holds; empty where that cannot be read. */
  public static Optional<RecordedSet> content(ControllerRevision revision) {
    try {
      return Optional.ofNullable(revision.getData())
          .map(data -> JSON.convertValue(data, RecordedSet.class));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The name of a set is the sum over its members. */
  private static boolean sound(RecordedSet set) {
    List<DigestSet.Member> members =
        set.services().stream()
            .flatMap(
                it ->
                    it.name() == null || it.image() == null || it.digest() == null
                        ? Stream.<DigestSet.Member>empty()
                        : Digest.parse(it.digest()).stream()
                            .map(digest -> new DigestSet.Member(it.name(), it.image(), digest)))
            .toList();
    return members.size() == set.services().size()
        && DigestSet.of(members).filter(it -> it.equals(set.digestSet())).isPresent();
  }

  private static VerifiedSet verified(Keeping keeping, RecordedSet set) {
    return new VerifiedSet(
        keeping,
        set.digestSet(),
        set.verifiedAt(),
        set.approvedBy(),
        set.content(),
        set.services().stream().map(HistoryProjections::member).toList());
  }

  /** Ten sets of one record name the same services, images, and mostly the same digests. */
  private static Member member(RecordedService service) {
    return new Member(
        service.name().intern(),
        service.image().intern(),
        service.digest().intern(),
        service.version() == null ? null : service.version().intern(),
        service.workloads().stream().map(HistoryProjections::footing).toList());
  }

  private static Footing footing(RecordedWorkload workload) {
    return new Footing(
        Controllers.key(Kind.valueOf(workload.kind().name()), workload.name()),
        intern(workload.shape()),
        workload.secrets() == null || workload.secrets().hmac() == null
            ? null
            : intern(workload.secrets().keyId() + ":" + workload.secrets().hmac()));
  }

  private static @Nullable String intern(@Nullable String text) {
    return text == null ? null : text.intern();
  }
}
