package dev.releaserecord.check.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers every connection with bytes that a test chooses, after it has read a request's head. */
final class RawServer implements AutoCloseable {

  /** Writes an answer; it may never end. */
  interface Reply {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final StringBuffer requests = new StringBuffer();

  private RawServer(ServerSocket socket, Reply reply) {
    this.socket = socket;
    threads.submit(
        () -> {
          while (!socket.isClosed()) {
            Socket connection = socket.accept();
            threads.submit(() -> serve(connection, reply));
          }
          return null;
        });
  }

  static RawServer replying(Reply reply) throws IOException {
    return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), reply);
  }

  static RawServer replying(String text) throws IOException {
    return replying(out -> out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** The same behind TLS, or whatever the socket is. */
  static RawServer on(ServerSocket socket, String text) {
    return new RawServer(
        socket, out -> out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  private Void serve(Socket connection, Reply reply) throws IOException, InterruptedException {
    try (connection) {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int read = connection.getInputStream().read();
        if (read < 0) {
          return null;
        }
        head.append((char) read);
      }
      requests.append(head);
      reply.to(connection.getOutputStream());
      connection.getOutputStream().flush();
    }
    return null;
  }

  int port() {
    return socket.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** All heads so far. */
  String requests() {
    return requests.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
