package dev.releaserecord.check.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer over HTTP/1.1 (RFC 9112), as far as a check looks at it.
 *
 * @param headers by their names in lower case
 * @param body its first 64 KiB, one character for each byte
 */
record Answer(int status, Map<String, List<String>> headers, String body) {

  private static final int BODY = 64 * 1024;
  private static final int HEAD = 64 * 1024;
  private static final int CHUNK_LINE = 4096;

  List<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /**
   * Reads no further than it has to.
   *
   * @param bodyWanted whether anybody looks at the body
   * @throws ProtocolException if it is no answer over HTTP; the message says why
   */
  static Answer read(InputStream raw, boolean bodyWanted) throws IOException {
    InputStream in = new BufferedInputStream(raw);
    Lines lines = new Lines(in, HEAD);
    int status;
    Map<String, List<String>> headers;
    do {
      status = status(lines.next());
      headers = headers(lines);
    } while (status >= 100 && status < 200);
    boolean empty = !bodyWanted || status == 204 || status == 304;
    return new Answer(status, headers, empty ? "" : body(in, headers));
  }

  private static int status(String line) throws ProtocolException {
    String[] parts = line.split(" ", 3);
    if (!parts[0].startsWith("HTTP/1.") || parts.length < 2 || !parts[1].matches("[1-5][0-9]{2}")) {
      throw new ProtocolException("what came is no HTTP");
    }
    return Integer.parseInt(parts[1]);
  }

  private static Map<String, List<String>> headers(Lines lines) throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(
                line.substring(0, colon).strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static String body(InputStream in, Map<String, List<String>> headers) throws IOException {
    String coding = String.join(",", headers.getOrDefault("transfer-encoding", List.of()));
    if (coding.toLowerCase(Locale.ROOT).endsWith("chunked")) {
      return chunked(in);
    }
    List<String> lengths = headers.getOrDefault("content-length", List.of());
    long length = Long.MAX_VALUE;
    if (!lengths.isEmpty()) {
      if (!lengths.getFirst().matches("[0-9]{1,18}")) {
        throw new ProtocolException("its Content-Length is no number");
      }
      length = Long.parseLong(lengths.getFirst());
    }
    byte[] bytes = in.readNBytes((int) Math.min(length, BODY));
    if (length != Long.MAX_VALUE && bytes.length < Math.min(length, BODY)) {
      throw new ProtocolException("the connection was closed in the middle of the body");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String chunked(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < BODY) {
      String size = new Lines(in, CHUNK_LINE).next().split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,8}")) {
        throw new ProtocolException("a chunk of the body has no length");
      }
      long length = Long.parseLong(size, 16);
      if (length == 0) {
        break;
      }
      int wanted = (int) Math.min(length, BODY - body.size());
      byte[] bytes = in.readNBytes(wanted);
      if (bytes.length < wanted) {
        throw new ProtocolException("the connection was closed in the middle of the body");
      }
      body.writeBytes(bytes);
      if (wanted == length) {
        new Lines(in, CHUNK_LINE).next();
      }
    }
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  /** Lines that end with a line feed, with or without a carriage return. */
  private static final class Lines {

    private final InputStream in;
    private int left;

    private Lines(InputStream in, int most) {
      this.in = in;
      this.left = most;
    }

    String next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int it = in.read(); it != '\n'; it = in.read()) {
        if (it < 0) {
          throw new ProtocolException("the connection was closed before an answer");
        }
        if (--left < 0) {
          throw new ProtocolException("its headers are longer than 64 KiB");
        }
        line.write(it);
      }
      String text = line.toString(StandardCharsets.ISO_8859_1);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }
}
