package dev.releaserecord.loop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on this machine that checks ask: it answers what it was told to, and counts. */
final class Witness implements AutoCloseable {

  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile int code;

  private Witness(HttpServer server, int code) {
    this.server = server;
    this.code = code;
  }

  static Witness answering(int code) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Witness witness = new Witness(server, code);
      server.createContext(
          "/",
          exchange -> {
            witness.asked.incrementAndGet();
            exchange.sendResponseHeaders(witness.code, -1);
            exchange.close();
          });
      server.start();
      return witness;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void answers(int other) {
    code = other;
  }

  int asked() {
    return asked.get();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
