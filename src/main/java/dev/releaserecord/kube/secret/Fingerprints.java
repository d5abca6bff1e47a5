package dev.releaserecord.kube.secret;

import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.KeyId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes fingerprints with one key (HMAC-SHA-256). Those of different keys cannot be compared. */
public final class Fingerprints {

  private static final String ALGORITHM = "HmacSHA256";

  static final int KEY_BYTES = 32;

  private final SecretKeySpec key;

  /**
   * @param key random, at least 32 bytes; it must not leave the operator's own Secret
   */
  public Fingerprints(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** With a key that dies with the process. */
  public static Fingerprints fresh() {
    return new Fingerprints(freshKey());
  }

  static byte[] freshKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** Which key it is. */
  public KeyId id() {
    return new KeyId(digest("which key".getBytes(StandardCharsets.UTF_8)).getInt());
  }

  Fingerprint of(byte[] value) {
    ByteBuffer digest = digest(value);
    return new Fingerprint(digest.getLong(), digest.getLong());
  }

  private ByteBuffer digest(byte[] value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return ByteBuffer.wrap(mac.doFinal(value));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
