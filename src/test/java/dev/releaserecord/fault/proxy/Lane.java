package dev.releaserecord.fault.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * One TLS connection. Closing it ends the TCP connection at once, without a word of TLS: as if the
 * other side had died.
 */
record Lane(Socket plain, InputStream in, OutputStream out) implements AutoCloseable {

  static Lane over(Socket plain, Socket encrypted) throws IOException {
    plain.setTcpNoDelay(true);
    return new Lane(
        plain, new BufferedInputStream(encrypted.getInputStream()), encrypted.getOutputStream());
  }

  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket cannot be closed", e);
    }
  }
}
