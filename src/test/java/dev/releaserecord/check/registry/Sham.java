package dev.releaserecord.check.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server on the loopback that says what a test wants and remembers what it was asked. */
public final class Sham implements AutoCloseable {

  /** What it was asked. */
  public record Asked(String method, String uri, @Nullable String authorization, String accept) {}

  /** What it says. */
  public record Said(int status, Map<String, String> headers, byte[] body) {

    public static Said of(int status, String... headers) {
      Map<String, String> all = new java.util.LinkedHashMap<>();
      for (int i = 0; i < headers.length; i += 2) {
        all.put(headers[i], headers[i + 1]);
      }
      return new Said(status, all, new byte[0]);
    }

    public Said body(byte[] newBody) {
      return new Said(status, headers, newBody);
    }
  }

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  private Sham(HttpServer server, Function<Asked, Said> answers) {
    this.server = server;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          Headers headers = exchange.getRequestHeaders();
          Asked question =
              new Asked(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  headers.getFirst("Authorization"),
                  String.valueOf(headers.getFirst("Accept")));
          asked.add(question);
          Said said = answers.apply(question);
          said.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          boolean head = question.method.equals("HEAD") || said.body.length == 0;
          exchange.sendResponseHeaders(said.status, head ? -1 : said.body.length);
          if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(said.body);
            }
          }
          exchange.close();
        });
    server.start();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public static Sham http(Function<Asked, Said> answers) {
    try {
      return new Sham(HttpServer.create(anyPort(), 0), answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Sham https(SSLContext context, Function<Asked, Said> answers) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new Sham(server, answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As images name it. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
