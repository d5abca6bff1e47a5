package dev.releaserecord.check.registry;

import dev.releaserecord.secret.fact.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user and a password, for the time of a question. It prints nothing of either.
 *
 * <p>No record: those print what they hold.
 */
public final class Credential {

  private final String username;
  private final String password;
  private final Fingerprint fingerprint;

  /**
   * @param fingerprint stands for both, keyed
   */
  public Credential(String username, String password, Fingerprint fingerprint) {
    this.username = username;
    this.password = password;
    this.fingerprint = fingerprint;
  }

  Fingerprint fingerprint() {
    return fingerprint;
  }

  /** The value of a header {@code Authorization} (RFC 7617). */
  String basic() {
    byte[] both = (username + ':' + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public String toString() {
    return "a credential";
  }
}
