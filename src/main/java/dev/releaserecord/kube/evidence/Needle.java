package dev.releaserecord.kube.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * A form of a secret value, in bytes.
 *
 * @param before characters before it that hold bits of the value as well
 * @param after likewise after it, and padding
 */
record Needle(String text, int before, int after) {

  private static final Base64.Encoder STANDARD = Base64.getEncoder().withoutPadding();
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();
  private static final int[] WRAPS = {64, 76};

  private Needle(String text) {
    this(text, 0, 0);
  }

  /** Plain, hexadecimal, and as part of any base64 text. */
  static void each(String value, Consumer<Needle> use) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    use.accept(new Needle(value));
    use.accept(new Needle(HexFormat.of().formatHex(bytes)));
    use.accept(new Needle(HexFormat.of().withUpperCase().formatHex(bytes)));
    for (int alignment = 0; alignment < 3; alignment++) {
      byte[] shifted = new byte[alignment + bytes.length];
      System.arraycopy(bytes, 0, shifted, alignment, bytes.length);
      Needle standard = within(STANDARD, shifted, alignment);
      Needle urlSafe = within(URL_SAFE, shifted, alignment);
      use.accept(standard);
      if (!urlSafe.equals(standard)) {
        use.accept(urlSafe);
      }
    }
    wrapped(bytes, use);
  }

  /** Six bits a character: those that also hold bits of a neighbour cannot be known. */
  private static Needle within(Base64.Encoder encoder, byte[] shifted, int alignment) {
    String encoded = encoder.encodeToString(shifted);
    int from = alignment == 0 ? 0 : alignment + 1;
    int to = shifted.length * 8 / 6;
    return new Needle(
        encoded.substring(from, Math.max(from, to)),
        alignment == 0 ? 0 : 1,
        encoded.length() > to ? 1 : 0);
  }

  /** The programs that print base64 break it into lines. */
  private static void wrapped(byte[] bytes, Consumer<Needle> use) {
    String encoded = Base64.getEncoder().encodeToString(bytes);
    for (int wrap : WRAPS) {
      for (int from = 0; encoded.length() > wrap && from < encoded.length(); from += wrap) {
        int to = Math.min(encoded.length(), from + wrap);
        use.accept(new Needle(encoded.substring(from, to)));
        if (to < encoded.length() && encoded.length() - to < View.SHORTEST) {
          // Too short to be searched for alone.
          use.accept(new Needle(encoded.substring(from, to) + "\n" + encoded.substring(to)));
        }
      }
    }
  }

  @Override
  public String toString() {
    return "Needle";
  }
}
