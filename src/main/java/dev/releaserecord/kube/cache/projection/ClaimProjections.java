package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.VolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/** Reduces PersistentVolumeClaims. */
public final class ClaimProjections {

  private ClaimProjections() {}

  public static Optional<VolumeClaim> of(PersistentVolumeClaim claim) {
    String phase = claim.getStatus() == null ? "" : Fields.word(claim.getStatus().getPhase());
    return Optional.of(
        new VolumeClaim(
            Fields.text(claim.getMetadata().getName()),
            phase.isEmpty() ? "Pending" : phase,
            claim.getSpec() == null ? "" : Fields.word(claim.getSpec().getStorageClassName())));
  }
}
