package dev.releaserecord.kube.secret;

import dev.releaserecord.secret.fact.Fingerprint;

/**
 * A user and a password for a registry, for the time of a call. It prints nothing of either.
 *
 * <p>No record: those print what they hold.
 */
public final class Login {

  private final String username;
  private final String password;
  private final Fingerprint fingerprint;

  Login(String username, String password, Fingerprint fingerprint) {
    this.username = username;
    this.password = password;
    this.fingerprint = fingerprint;
  }

  public String username() {
    return username;
  }

  public String password() {
    return password;
  }

  /** Stands for both, keyed. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  @Override
  public String toString() {
    return "a login";
  }
}
