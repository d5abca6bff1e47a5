package dev.releaserecord.secret.fact;

import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets and ConfigMaps that were looked up. "Could not read" is a state, never an absence.
 *
 * @param found what came of each lookup; what nobody looked up counts as absent
 * @param pulls what each Secret gives that a template pulls with, by name
 * @param key that the fingerprints were made with; null where there are none
 */
public record Stock(
    Map<ObjectRef, Lookup> found, Map<String, PullCredentials> pulls, @Nullable KeyId key) {

  /** Nobody looked anything up. */
  public static final Stock EMPTY = new Stock(Map.of(), Map.of(), null);

  public Stock {
    found = Map.copyOf(found);
    pulls = Map.copyOf(pulls);
  }

  /** What came of looking for an object. */
  public sealed interface Lookup {

    record Found(ObjectFacts facts) implements Lookup {}

    record Absent() implements Lookup {}

    /**
     * @param why names the missing right or the failure, and what to do
     */
    record Unreadable(String why) implements Lookup {}
  }

  public Lookup lookup(ObjectRef object) {
    return found.getOrDefault(object, new Lookup.Absent());
  }

  /** The object, where it exists and can be read. */
  public Optional<ObjectFacts> facts(ObjectRef object) {
    return lookup(object) instanceof Lookup.Found(ObjectFacts facts)
        ? Optional.of(facts)
        : Optional.empty();
  }

  /** The value of a key, where the object and the key exist. */
  public Optional<KeyFacts> key(ObjectRef object, String key) {
    return facts(object).flatMap(facts -> Optional.ofNullable(facts.keys().get(key)));
  }
}
