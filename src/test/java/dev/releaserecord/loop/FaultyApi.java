package dev.releaserecord.loop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and the API server for some of its patches: the first ones of each
 * workload are answered with an error.
 */
final class FaultyApi implements Interceptor, AutoCloseable {

  private final HttpServer server;
  private final Map<String, Integer> codes;
  private final int times;
  private final Map<String, AtomicInteger> faults = new ConcurrentHashMap<>();

  private FaultyApi(HttpServer server, Map<String, Integer> codes, int times) {
    this.server = server;
    this.codes = codes;
    this.times = times;
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * @param codes by name of the workload
   * @param times how many answers of each are faults
   */
  static FaultyApi answering(Map<String, Integer> codes, int times) {
    try {
      InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new FaultyApi(HttpServer.create(anywhere, 0), codes, times);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many faults a workload has had so far. */
  int faults(String workload) {
    return faults.computeIfAbsent(workload, _ -> new AtomicInteger()).get();
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String path = request.uri().getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (request.method().equals("PATCH")
        && path.contains("/deployments/")
        && codes.containsKey(name)
        && faults.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet() <= times) {
      builder.uri(
          URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + codes.get(name)));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      int code = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
      byte[] body =
          """
          {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, "message": "made up"}
          """
              .formatted(code)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
