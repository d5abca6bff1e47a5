package dev.releaserecord.secret.fact;

/**
 * Tells the key that fingerprints were made with from any other; nothing follows from it about the
 * key. What was made with different keys cannot be compared.
 */
public record KeyId(int number) {

  /** Eight hex digits. */
  @Override
  public String toString() {
    return String.format("%08x", number);
  }
}
