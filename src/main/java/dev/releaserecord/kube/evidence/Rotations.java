package dev.releaserecord.kube.evidence;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a Secret was written under the feet of a run: what it held before may stand in the log,
 * and nobody knows it any more.
 */
final class Rotations {

  /** What a kubelet may lag behind when it starts a container, and clocks of machines differ. */
  private static final Duration LAG = Duration.ofSeconds(10);

  /** Times of the API server are whole seconds. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Rotations() {}

  /**
   * The first such Secret of those that the container sees.
   *
   * @param began null where nobody said: then any may have changed
   */
  static Optional<String> since(
      @Nullable Instant began, Pod pod, String container, Map<String, Secret> secrets) {
    Instant from = began == null ? Instant.EPOCH : began;
    return SecretNames.seen(pod, container)
        .filter(name -> changed(secrets.get(name), from))
        .sorted()
        .findFirst();
  }

  /** One that was made shortly before the run, and not written since, held nothing else. */
  private static boolean changed(@Nullable Secret secret, Instant began) {
    if (secret == null) {
      return false;
    }
    ObjectMeta meta = secret.getMetadata();
    Instant made = time(meta.getCreationTimestamp());
    Instant written =
        meta.getManagedFields().stream()
            .map(ManagedFieldsEntry::getTime)
            .map(Rotations::time)
            .max(Instant::compareTo)
            .orElse(made);
    return made.isAfter(began)
        || (written.isAfter(made.plus(SECOND)) && written.isAfter(began.minus(LAG)));
  }

  private static Instant time(@Nullable String text) {
    return text == null || text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
  }
}
