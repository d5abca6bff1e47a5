package dev.releaserecord.plan.rotation;

import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.Stock.Lookup;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What pods get from objects, as digests over fingerprints. Those are made with a key, and so are
 * these: without it no guess of a value can be tried.
 */
final class Contents {

  /** Stands for an object that need not exist and does not. */
  private static final String NOTHING = "-";

  private static final int KEYS_BYTES = 4;
  private static final int OBJECT_BYTES = 8;
  private static final int ALL_BYTES = 16;

  private Contents() {}

  /**
   * What a pod that starts now gets of an object; empty where nobody knows, or none can start.
   * Which object it is goes in: nobody shall see that two of them hold the same.
   */
  static Optional<String> of(String namespace, Uses.Use use, Lookup lookup) {
    return switch (lookup) {
      case Lookup.Found(ObjectFacts facts) -> Optional.of(of(namespace, use, facts));
      case Lookup.Absent _ -> use.optional() ? Optional.of(NOTHING) : Optional.empty();
      case Lookup.Unreadable _ -> Optional.empty();
    };
  }

  private static String of(String namespace, Uses.Use use, ObjectFacts facts) {
    SortedMap<String, Fingerprint> taken = new TreeMap<>();
    facts
        .keys()
        .forEach(
            (key, its) -> {
              if (use.takes(key)) {
                taken.put(key, its.value());
              }
            });
    facts
        .filesOnly()
        .forEach(
            (key, its) -> {
              if (use.mounted() && use.takes(key)) {
                taken.put(key, its);
              }
            });
    MessageDigest sha256 = sha256();
    add(sha256, namespace, facts.object().toString());
    taken.forEach(
        (key, its) ->
            add(sha256, key, Long.toHexString(its.high()) + "-" + Long.toHexString(its.low())));
    return text(sha256, OBJECT_BYTES);
  }

  /** Which keys count. */
  static String keys(Uses.Use use) {
    MessageDigest sha256 = sha256();
    sha256.update(use.name().getBytes(StandardCharsets.UTF_8));
    return text(sha256, KEYS_BYTES);
  }

  /** One digest for several objects, in their order. */
  static String of(SortedMap<ObjectRef, String> digests) {
    MessageDigest sha256 = sha256();
    for (Map.Entry<ObjectRef, String> entry : digests.entrySet()) {
      add(sha256, entry.getKey().toString(), entry.getValue());
    }
    return text(sha256, ALL_BYTES);
  }

  /** No name has a line break in it. */
  private static void add(MessageDigest sha256, String name, String digest) {
    sha256.update((name + "=" + digest + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String text(MessageDigest sha256, int bytes) {
    return HexFormat.of().formatHex(sha256.digest(), 0, bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
