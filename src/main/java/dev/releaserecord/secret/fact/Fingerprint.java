package dev.releaserecord.secret.fact;

/**
 * Stands for a value that nobody may see: two are equal if and only if the values are. The first
 * 128 bits of a keyed digest; without its key a guess cannot be tried against it.
 */
public record Fingerprint(long high, long low) {

  @Override
  public String toString() {
    return "•";
  }
}
