package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** Who controls an object: at most one of its owners does. */
final class Controllers {

  private Controllers() {}

  static Optional<OwnerReference> of(ObjectMeta meta) {
    return meta.getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  /** The workload that controls it, if it is of this kind. */
  static Optional<WorkloadKey> of(ObjectMeta meta, Kind kind) {
    return of(meta)
        .filter(owner -> kind.name().equals(owner.getKind()))
        .map(owner -> key(kind, owner.getName()));
  }

  static WorkloadKey key(Kind kind, String name) {
    return new WorkloadKey(kind, name.intern());
  }
}
