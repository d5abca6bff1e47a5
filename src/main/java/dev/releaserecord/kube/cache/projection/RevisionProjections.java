package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reduces what keeps the states of a workload's template. */
public final class RevisionProjections {

  /** On ControllerRevisions of DaemonSets; those of StatefulSets carry another one. */
  public static final String DAEMON_SET_HASH = "controller-revision-hash";

  private static final String NUMBER = "deployment.kubernetes.io/revision";

  private RevisionProjections() {}

  /** Empty for a ReplicaSet that no Deployment made. */
  public static Optional<Revision> of(ReplicaSet replicaSet) {
    ObjectMeta meta = replicaSet.getMetadata();
    return Controllers.of(meta, Kind.Deployment)
        .map(
            owner ->
                new Revision(
                    meta.getName(),
                    owner,
                    label(meta, "pod-template-hash"),
                    number(meta),
                    Fields.number(replicaSet.getSpec().getReplicas(), 1),
                    failure(replicaSet)));
  }

  /** Empty unless a DaemonSet made it: a StatefulSet names its newest one in its own status. */
  public static Optional<Revision> of(ControllerRevision revision) {
    ObjectMeta meta = revision.getMetadata();
    return Controllers.of(meta, Kind.DaemonSet).map(owner -> ofDaemonSet(revision, owner));
  }

  private static Revision ofDaemonSet(ControllerRevision revision, WorkloadKey owner) {
    ObjectMeta meta = revision.getMetadata();
    return new Revision(
        meta.getName(),
        owner,
        label(meta, DAEMON_SET_HASH),
        Objects.requireNonNullElse(revision.getRevision(), 0L),
        0,
        null);
  }

  private static String label(ObjectMeta meta, String name) {
    return meta.getLabels() == null ? "" : Fields.word(meta.getLabels().get(name));
  }

  private static long number(ObjectMeta meta) {
    String number = meta.getAnnotations() == null ? null : meta.getAnnotations().get(NUMBER);
    try {
      return number == null ? 0 : Long.parseLong(number);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static Revision.@Nullable Failure failure(ReplicaSet replicaSet) {
    if (replicaSet.getStatus() == null) {
      return null;
    }
    return replicaSet.getStatus().getConditions().stream()
        .filter(it -> "ReplicaFailure".equals(it.getType()) && "True".equals(it.getStatus()))
        .findFirst()
        .map(
            it ->
                new Revision.Failure(Fields.word(it.getReason()), Fields.message(it.getMessage())))
        .orElse(null);
  }
}
