package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Quota;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reduces quotas to what of them is used up. */
public final class QuotaProjections {

  private QuotaProjections() {}

  public static Optional<Quota> of(ResourceQuota quota) {
    return Optional.of(
        new Quota(Fields.text(quota.getMetadata().getName()), exhausted(quota.getStatus())));
  }

  private static List<String> exhausted(@Nullable ResourceQuotaStatus status) {
    if (status == null) {
      return List.of();
    }
    Map<String, Quantity> hard = Objects.requireNonNullElse(status.getHard(), Map.of());
    Map<String, Quantity> used = Objects.requireNonNullElse(status.getUsed(), Map.of());
    return hard.keySet().stream()
        .sorted()
        .filter(resource -> usedUp(used.get(resource), hard.get(resource)))
        .map(resource -> resource + ": " + used.get(resource) + " of " + hard.get(resource))
        .toList();
  }

  /** {@code 1000m} is as much as {@code 1}. */
  private static boolean usedUp(@Nullable Quantity used, @Nullable Quantity hard) {
    try {
      return used != null
          && hard != null
          && used.getNumericalAmount().compareTo(hard.getNumericalAmount()) >= 0;
    } catch (RuntimeException _) {
      // The client throws for a quantity that it cannot read, of several types.
      return false;
    }
  }
}
