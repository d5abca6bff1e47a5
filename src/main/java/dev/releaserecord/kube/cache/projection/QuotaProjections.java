package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Quota;
import dev.releaserecord.rollout.Quota.Room;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaSpec;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reduces quotas to what of them is used up, and to what is left for pods. */
public final class QuotaProjections {

  private static final Set<String> PODS_TAKE =
      Set.of(
          "pods",
          "count/pods",
          "cpu",
          "requests.cpu",
          "memory",
          "requests.memory",
          "limits.cpu",
          "limits.memory");

  private QuotaProjections() {}

  public static Optional<Quota> of(ResourceQuota quota) {
    return Optional.of(
        new Quota(
            Fields.text(quota.getMetadata().getName()),
            exhausted(quota.getStatus()),
            scoped(quota.getSpec()) ? List.of() : rooms(quota.getStatus())));
  }

  /** It counts pods of a priority, say, and nobody here knows which those are. */
  private static boolean scoped(@Nullable ResourceQuotaSpec spec) {
    return spec != null
        && (!Fields.list(spec.getScopes()).isEmpty() || spec.getScopeSelector() != null);
  }

  private static List<Room> rooms(@Nullable ResourceQuotaStatus status) {
    if (status == null) {
      return List.of();
    }
    Map<String, Quantity> hard = Objects.requireNonNullElse(status.getHard(), Map.of());
    Map<String, Quantity> used = Objects.requireNonNullElse(status.getUsed(), Map.of());
    return hard.keySet().stream()
        .filter(PODS_TAKE::contains)
        .sorted()
        .flatMap(resource -> room(resource, hard.get(resource), used.get(resource)).stream())
        .toList();
  }

  private static Optional<Room> room(
      String resource, @Nullable Quantity hard, @Nullable Quantity used) {
    Optional<Long> taken = SurgeReader.thousandths(used);
    return SurgeReader.thousandths(hard)
        .flatMap(all -> taken.map(it -> new Room(Fields.word(resource), all - it)));
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
