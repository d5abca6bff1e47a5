package dev.releaserecord.secret;

import dev.releaserecord.secret.fact.Format;
import dev.releaserecord.secret.fact.UrlPart;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a record asks of one Secret.
 *
 * @param name exact, or as it was given to a generator
 * @param ofRecord whether it stands in the record itself: then it holds for a service only if its
 *     templates refer to the Secret
 * @param env variable to the key that each container of the service must get it from
 */
public record SecretRule(
    String name, boolean ofRecord, Contents contents, Map<String, String> env) {

  public SecretRule {
    env = Map.copyOf(env);
  }

  /**
   * What its values must be.
   *
   * @param keys that must exist and not be empty
   * @param formats key to its shape
   * @param equals key to the key that must hold the same value
   * @param urls key of a URL to the keys that its parts must agree with
   */
  public record Contents(
      List<String> keys,
      Map<String, Format> formats,
      Map<String, KeyPath> equals,
      Map<String, Map<UrlPart, String>> urls) {

    public Contents {
      keys = List.copyOf(keys);
      formats = Map.copyOf(formats);
      equals = Map.copyOf(equals);
      urls = Map.copyOf(urls);
    }
  }

  /**
   * @param secret as a record names it; null: the Secret of the rule itself
   */
  public record KeyPath(@Nullable String secret, String key) {}

  /** Keys that the rule names, of its own Secret: each must exist. */
  SortedSet<String> named() {
    SortedSet<String> named = filled();
    contents
        .equals()
        .forEach(
            (key, other) -> {
              named.add(key);
              if (other.secret() == null) {
                named.add(other.key());
              }
            });
    contents
        .urls()
        .forEach(
            (key, parts) -> {
              named.add(key);
              named.addAll(parts.values());
            });
    named.addAll(env.values());
    return named;
  }

  /** Those of them that must not be empty. */
  SortedSet<String> filled() {
    SortedSet<String> filled = new TreeSet<>(contents.keys());
    filled.addAll(contents.formats().keySet());
    return filled;
  }
}
