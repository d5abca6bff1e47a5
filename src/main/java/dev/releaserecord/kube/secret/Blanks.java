package dev.releaserecord.kube.secret;

/** What nobody sees at the ends of a value. */
final class Blanks {

  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int ZERO_WIDTH = 0x200B;

  private Blanks() {}

  static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || c == BYTE_ORDER_MARK
        || c == ZERO_WIDTH;
  }

  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** Whether it is one line with blanks at an end: files of several lines end in a line break. */
  static boolean atEnds(String text) {
    String stripped = strip(text);
    return stripped.length() != text.length()
        && stripped.indexOf('\n') < 0
        && stripped.indexOf('\r') < 0;
  }
}
