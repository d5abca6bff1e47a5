package dev.releaserecord.fault.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What becomes of one write instead of being passed on. */
@FunctionalInterface
public interface Fault {

  /**
   * Answers a write.
   *
   * @throws IOException to end the connection without an answer
   */
  Reply meet(Encounter encounter) throws IOException;

  /** An answer of the API server, or one made up. */
  interface Reply {}

  /** A write that met a fault, and what can be done about it. */
  interface Encounter {

    Write write();

    /** How often the fault was met before: 0 at first. */
    int before();

    /** Has the API server answer. */
    Reply forward() throws IOException;

    /** Has the API server answer this in its place, as if the operator had sent it. */
    Reply forward(JsonNode body) throws IOException;

    /** A made-up answer with a {@code Status}. */
    Reply refuse(int code, String reason);

    /** Waits, or until the proxy is closed. */
    void pause(java.time.Duration time) throws IOException;

    /** The proxy that it came through. */
    FaultProxy proxy();
  }

  /** Ends the connection without an answer. */
  final class Cut extends IOException {
    public Cut() {
      super("cut by a fault");
    }
  }
}
