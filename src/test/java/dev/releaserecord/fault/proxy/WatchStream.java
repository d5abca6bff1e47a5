package dev.releaserecord.fault.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The events of a watch on their way to the operator, one WebSocket message each (RFC 6455). A
 * server's frames are not masked, and the API server sends each event in one.
 */
final class WatchStream {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SHOWING = Set.of("ADDED", "MODIFIED");
  private static final int FINAL = 0x80;
  private static final int OPCODE = 0x0f;
  private static final int CONTROL = 0x08;
  private static final int LENGTH = 0x7f;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  private final InputStream in;
  private final OutputStream out;
  private final Gate gate;
  private final Consumer<JsonNode> shown;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  /**
   * @param shown told of every object just before the operator gets it
   */
  WatchStream(InputStream in, OutputStream out, Gate gate, Consumer<JsonNode> shown) {
    this.in = in;
    this.out = out;
    this.gate = gate;
    this.shown = shown;
  }

  /** Until one side ends it, which is always an exception. */
  void run() throws IOException {
    while (true) {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      int kind = copy(1, frame)[0];
      byte[] payload = copy(length(frame), frame);
      gate.pass();
      if ((kind & CONTROL) == 0) {
        message.writeBytes(payload);
        if ((kind & FINAL) != 0) {
          tell();
        }
      } else if ((kind & OPCODE) == CONTROL) {
        frame.writeTo(out);
        out.flush();
        throw new EOFException("the API server ended the watch");
      }
      frame.writeTo(out);
      out.flush();
    }
  }

  private int length(ByteArrayOutputStream frame) throws IOException {
    int length = copy(1, frame)[0] & LENGTH;
    return switch (length) {
      case TWO_BYTES -> Short.toUnsignedInt(ByteBuffer.wrap(copy(2, frame)).getShort());
      case EIGHT_BYTES -> Math.toIntExact(ByteBuffer.wrap(copy(8, frame)).getLong());
      default -> length;
    };
  }

  private byte[] copy(int length, ByteArrayOutputStream frame) throws IOException {
    byte[] bytes = Message.exactly(length, in);
    frame.writeBytes(bytes);
    return bytes;
  }

  private void tell() throws IOException {
    JsonNode event = JSON.readTree(message.toByteArray());
    message.reset();
    if (SHOWING.contains(event.path("type").asText())) {
      shown.accept(event.path("object"));
    }
  }
}
