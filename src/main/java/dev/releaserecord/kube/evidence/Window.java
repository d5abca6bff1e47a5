package dev.releaserecord.kube.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The part of a text that is kept. Redaction works on more than that, so that it sees context. */
final class Window {

  /** Several times what is kept, for what a cut would hide; each way of reading it takes memory. */
  private static final int READ = 8 * 1024;

  private Window() {}

  interface Source {
    InputStream open() throws InterruptedException;
  }

  /** The end of a log; a line whose start is not in it is left out. */
  static String lastOf(Source source) throws IOException, InterruptedException {
    byte[] kept = new byte[2 * READ];
    int filled = 0;
    boolean cut = false;
    try (InputStream in = source.open()) {
      int read = in.read(kept, filled, kept.length - filled);
      while (read >= 0) {
        filled += read;
        if (filled == kept.length) {
          System.arraycopy(kept, READ, kept, 0, READ);
          filled = READ;
          cut = true;
        }
        read = in.read(kept, filled, kept.length - filled);
      }
    }
    int from = Math.max(0, filled - READ);
    String text = new String(Arrays.copyOfRange(kept, from, filled), StandardCharsets.UTF_8);
    return cut || from > 0 ? withoutFirstLine(text) : text;
  }

  static String withoutFirstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? "" : text.substring(end + 1);
  }

  /** The last whole lines; the start of the last line where that alone is too long. */
  static @Nullable String tail(String redacted, int limit) {
    String text = redacted.strip();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= limit) {
      return text.isEmpty() ? null : text;
    }
    for (int i = bytes.length - limit; i < bytes.length; i++) {
      if (bytes[i - 1] == '\n') {
        return new String(bytes, i, bytes.length - i, StandardCharsets.UTF_8).strip();
      }
    }
    return head(text.substring(text.lastIndexOf('\n') + 1), limit);
  }

  /** The first bytes, whole characters. */
  static @Nullable String head(String redacted, int limit) {
    String text = redacted.strip();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= limit) {
      return text.isEmpty() ? null : text;
    }
    int end = limit - 3;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
  }
}
