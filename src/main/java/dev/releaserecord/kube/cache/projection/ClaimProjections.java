package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.VolumeClaim;
import dev.releaserecord.rollout.VolumeClaim.Access;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
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
            claim.getSpec() == null ? "" : Fields.word(claim.getSpec().getStorageClassName()),
            access(claim)));
  }

  private static Access access(PersistentVolumeClaim claim) {
    List<String> modes =
        claim.getSpec() == null ? List.of() : Fields.list(claim.getSpec().getAccessModes());
    boolean onePod = modes.contains(Access.ReadWriteOncePod.name());
    boolean oneNode = modes.contains(Access.ReadWriteOnce.name());
    boolean more = modes.stream().anyMatch(mode -> mode.endsWith("Many"));
    if (more || !onePod && !oneNode) {
      return Access.Many;
    }
    return oneNode ? Access.ReadWriteOnce : Access.ReadWriteOncePod;
  }
}
