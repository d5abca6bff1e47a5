package dev.releaserecord.secret.fact;

import dev.releaserecord.rollout.reference.ObjectRef;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Secret or ConfigMap that exists.
 *
 * @param keys those that a variable can be set from, and a volume
 * @param filesOnly keys that only a volume sees: {@code binaryData} of a ConfigMap
 * @param written when somebody last wrote into its data, by its {@code managedFields}, to the
 *     second; null where nobody knows
 */
public record ObjectFacts(
    ObjectRef object,
    Map<String, KeyFacts> keys,
    Map<String, Fingerprint> filesOnly,
    @Nullable Instant written) {

  public ObjectFacts {
    keys = Map.copyOf(keys);
    filesOnly = Map.copyOf(filesOnly);
  }

  /** Whether a volume can ask for that key. */
  public boolean hasFile(String key) {
    return keys.containsKey(key) || filesOnly.containsKey(key);
  }
}
