package dev.releaserecord.image;

import java.util.Optional;

/**
 * A SHA-256 content digest in its one written form: {@code sha256:} and 64 lower-case hexadecimal
 * digits. Two digests are the same content exactly when they are equal.
 *
 * @param text the digest as it is written in an image reference
 */
public record Digest(String text) {

  private static final String PREFIX = "sha256:";
  private static final int HEX_DIGITS = 64;

  /** Takes only the written form; text from outside goes through {@link #parse}. */
  public Digest {
    if (!isDigest(text)) {
      throw new IllegalArgumentException(
          "not a digest: " + text + "; write sha256: and 64 lower-case hexadecimal digits");
    }
  }

  /** The digest that {@code text} is, or nothing where it is anything else. */
  public static Optional<Digest> parse(String text) {
    return isDigest(text) ? Optional.of(new Digest(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean isDigest(String text) {
    return text.startsWith(PREFIX) && isHex(text.substring(PREFIX.length()), HEX_DIGITS);
  }

  /** Whether {@code text} is exactly {@code length} lower-case hexadecimal digits. */
  static boolean isHex(String text, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (!Ascii.isHex(c) || Ascii.isCapital(c)) {
        return false;
      }
    }
    return true;
  }
}
