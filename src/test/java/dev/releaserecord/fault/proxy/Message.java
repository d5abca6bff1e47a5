package dev.releaserecord.fault.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One HTTP/1.1 request or answer with its whole body. Whatever framed the body is taken off. */
final class Message {

  private static final int SWITCHING = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final List<String> FRAMING = List.of("content-length", "transfer-encoding");

  /** One line of the head. */
  record Header(String name, String value) {
    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  private final String start;
  private final List<Header> headers;
  private final byte[] body;

  private Message(String start, List<Header> headers, byte[] body) {
    this.start = start;
    this.headers = headers;
    this.body = body;
  }

  /** Empty where the other side ended the connection instead. */
  static Optional<Message> readRequest(InputStream in) throws IOException {
    Optional<String> start = line(in);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    List<Header> headers = headers(in);
    return Optional.of(new Message(start.get(), headers, body(headers, in)));
  }

  static Message readAnswer(InputStream in) throws IOException {
    String start = line(in).orElseThrow(() -> new EOFException("no answer"));
    List<Header> headers = headers(in);
    int code = code(start);
    boolean empty = code == SWITCHING || code == NO_CONTENT || code == NOT_MODIFIED;
    return new Message(start, headers, empty ? new byte[0] : body(headers, in));
  }

  /** An answer that the API server never gave, in its own shape. */
  static Message refusal(int code, String reason, List<Header> more) {
    byte[] body =
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, "reason": "%s", "message": "made up"}
        """
            .formatted(code, reason)
            .getBytes(StandardCharsets.UTF_8);
    List<Header> headers = new ArrayList<>(more);
    headers.add(new Header("Content-Type", "application/json"));
    return new Message("HTTP/1.1 " + code + " " + reason, headers, body);
  }

  private static List<Header> headers(InputStream in) throws IOException {
    List<Header> headers = new ArrayList<>();
    for (String line = line(in).orElseThrow(EOFException::new);
        !line.isEmpty();
        line = line(in).orElseThrow(EOFException::new)) {
      int colon = line.indexOf(':');
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return headers;
  }

  private static byte[] body(List<Header> headers, InputStream in) throws IOException {
    if (find(headers, "transfer-encoding").isPresent()) {
      return chunks(in);
    }
    int length = find(headers, "content-length").map(Integer::parseInt).orElse(0);
    return exactly(length, in);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int length = chunk(in);
    while (length > 0) {
      whole.writeBytes(exactly(length, in));
      line(in);
      length = chunk(in);
    }
    while (!line(in).orElseThrow(EOFException::new).isEmpty()) {
      // Trailers: nobody here needs them.
    }
    return whole.toByteArray();
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).orElseThrow(EOFException::new).split(";", -1)[0].strip(), 16);
  }

  static byte[] exactly(int length, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("cut within a body");
    }
    return bytes;
  }

  private static Optional<String> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return Optional.empty();
      }
      line.write(next);
    }
    return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
  }

  private static Optional<String> find(List<Header> headers, String name) {
    return headers.stream().filter(it -> it.is(name)).map(Header::value).findFirst();
  }

  private static int code(String start) {
    return Integer.parseInt(start.split(" ", 3)[1]);
  }

  void write(OutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringBuilder head = new StringBuilder(start).append("\r\n");
    headers.stream()
        .filter(it -> !FRAMING.contains(it.name().toLowerCase(Locale.ROOT)))
        .forEach(it -> head.append(it.name()).append(": ").append(it.value()).append("\r\n"));
    if (!switches()) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    bytes.writeTo(out);
    out.flush();
  }

  /** Whether it asks for, or grants, another protocol on this connection. */
  boolean switches() {
    return header("upgrade").isPresent();
  }

  Optional<String> header(String name) {
    return find(headers, name);
  }

  Message withBody(byte[] other) {
    return new Message(start, headers, other);
  }

  Message withStart(String newStart) {
    return new Message(newStart, headers, body);
  }

  Message withHeaders(Predicate<Header> kept, Header... more) {
    return new Message(
        start, Stream.concat(headers.stream().filter(kept), Stream.of(more)).toList(), body);
  }

  String start() {
    return start;
  }

  byte[] body() {
    return body;
  }

  int code() {
    return code(start);
  }
}
