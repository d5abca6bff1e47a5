package dev.releaserecord.secret.fact;

import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.Map;
import java.util.Set;

/**
 * A Secret or ConfigMap that exists.
 *
 * @param keys those that a variable can be set from, and a volume
 * @param filesOnly keys that only a volume sees: {@code binaryData} of a ConfigMap
 */
public record ObjectFacts(ObjectRef object, Map<String, KeyFacts> keys, Set<String> filesOnly) {

  public ObjectFacts {
    keys = Map.copyOf(keys);
    filesOnly = Set.copyOf(filesOnly);
  }

  /** Whether a volume can ask for that key. */
  public boolean hasFile(String key) {
    return keys.containsKey(key) || filesOnly.contains(key);
  }
}
