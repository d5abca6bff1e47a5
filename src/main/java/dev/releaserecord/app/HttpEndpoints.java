package dev.releaserecord.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.telemetry.MetricsScrape;
import dev.releaserecord.telemetry.MetricsScrape.Scraped;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code /metrics}, {@code /healthz} and {@code /readyz} over plain HTTP. */
final class HttpEndpoints implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;
  private static final int UNAVAILABLE = 503;
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String LIST = "There are /metrics, /healthz and /readyz.\n";

  /**
   * What a probe is told.
   *
   * @param text one line for people
   */
  record Probe(boolean ok, String text) {}

  private record Answer(int code, String contentType, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MetricsScrape metrics;
  private final Supplier<Probe> alive;
  private final Supplier<Probe> ready;

  private HttpEndpoints(
      HttpServer server, MetricsScrape metrics, Supplier<Probe> alive, Supplier<Probe> ready) {
    this.server = server;
    this.metrics = metrics;
    this.alive = alive;
    this.ready = ready;
  }

  /**
   * Opens the port and answers.
   *
   * @param port 0 for any free one
   * @throws UsageException if the port cannot be had
   */
  static HttpEndpoints open(
      int port, MetricsScrape metrics, Supplier<Probe> alive, Supplier<Probe> ready) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      HttpEndpoints endpoints = new HttpEndpoints(server, metrics, alive, ready);
      server.setExecutor(endpoints.threads);
      server.createContext("/", endpoints::handle);
      server.start();
      return endpoints;
    } catch (BindException e) {
      throw new UsageException(
          "Port %d cannot be opened (%s): name a free one with --http-port, or 0 for any."
              .formatted(port, e.getMessage()));
    } catch (IOException e) {
      throw new UsageException("No HTTP server can be started: %s.".formatted(e.getMessage()));
    }
  }

  /** The port that is open. */
  int port() {
    return server.getAddress().getPort();
  }

  /** Writes the port to a file, whole or not at all: whoever waits for the file reads no half. */
  void writePort(Path file) {
    try {
      Path target = file.toAbsolutePath();
      Path beside = target.resolveSibling(target.getFileName() + ".new");
      Files.writeString(beside, port() + "\n");
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UsageException(
          "--http-port-file: %s cannot be written; name a file in a folder that exists and is"
                  .formatted(file)
              + " writable.");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(answer.code(), -1);
      } else {
        exchange.sendResponseHeaders(answer.code(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return new Answer(WRONG_METHOD, PLAIN, "Only GET is answered. " + LIST);
    }
    return switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> {
        Scraped scraped = metrics.scrape(exchange.getRequestHeaders().getFirst("Accept"));
        yield new Answer(OK, scraped.contentType(), scraped.text());
      }
      case "/healthz" -> of(alive.get());
      case "/readyz" -> of(ready.get());
      default -> new Answer(NOT_FOUND, PLAIN, LIST);
    };
  }

  private static Answer of(Probe probe) {
    return new Answer(probe.ok() ? OK : UNAVAILABLE, PLAIN, probe.text() + "\n");
  }
}
