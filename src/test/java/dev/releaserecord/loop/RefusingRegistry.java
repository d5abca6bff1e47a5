package dev.releaserecord.loop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A registry of images that refuses every request, by the first part of the repository. Runtimes
 * speak plain HTTP to a registry on the loopback address.
 */
final class RefusingRegistry implements AutoCloseable {

  private static final Map<String, Integer> ANSWERS =
      Map.of("private", 401, "foreign", 403, "absent", 404, "busy", 429, "ill", 503);

  private final HttpServer server;

  private RefusingRegistry(HttpServer server) {
    this.server = server;
  }

  static RefusingRegistry start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ANSWERS.forEach(
          (repository, code) ->
              server.createContext(
                  "/v2/" + repository,
                  exchange -> {
                    if (code == 401) {
                      exchange
                          .getResponseHeaders()
                          .set("WWW-Authenticate", "Basic realm=\"registry\"");
                    }
                    exchange.sendResponseHeaders(code, -1);
                    exchange.close();
                  }));
      server.start();
      return new RefusingRegistry(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As images name it. */
  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
