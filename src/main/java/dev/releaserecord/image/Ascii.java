package dev.releaserecord.image;

/** Kinds of characters as the grammar means them: ASCII alone, whatever Unicode knows besides. */
final class Ascii {

  private Ascii() {}

  static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isCapital(int c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlphanumeric(int c) {
    return isLower(c) || isCapital(c) || isDigit(c);
  }

  static boolean isHex(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
