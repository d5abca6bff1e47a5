package dev.releaserecord.kube.evidence;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Which bytes of a text are hidden. Texts are handled as strings of their UTF-8 bytes, a byte a
 * character, so that escapes of bytes need no care.
 */
final class Hidden {

  private static final String REPLACEMENT = "[redacted]";

  private final BitSet bytes = new BitSet();

  static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  void hide(int from, int to) {
    if (from < to) {
      bytes.set(from, to);
    }
  }

  String text(String whole) {
    StringBuilder shown = new StringBuilder(whole.length());
    int at = 0;
    for (int from = bytes.nextSetBit(0); from >= 0; from = bytes.nextSetBit(at)) {
      shown.append(whole, at, from).append(REPLACEMENT);
      at = bytes.nextClearBit(from);
    }
    shown.append(whole, at, whole.length());
    return new String(
        shown.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
