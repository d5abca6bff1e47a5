package dev.releaserecord.fault;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A server on this machine that says it is version 1, whatever is released: pods of a test cluster
 * that has no kubelet answer nothing.
 */
final class OldHand implements AutoCloseable {

  static final String HEADER = "X-Version";
  static final String VERSION = "1";

  private final HttpServer server;

  private OldHand(HttpServer server) {
    this.server = server;
  }

  static OldHand start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getResponseHeaders().add(HEADER, VERSION);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
      return new OldHand(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
