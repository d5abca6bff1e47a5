package dev.releaserecord.loop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * An API server that fails some requests and quotes in its answers what no answer should hold:
 * whole objects, as real ones do. All other requests go to the real one, with the administrator's
 * rights.
 */
final class EchoingApi implements AutoCloseable {

  /**
   * Some requests that fail.
   *
   * @param request method and path, such as {@code PATCH /apis/apps/v1/.+}
   * @param times how many of them; the others pass
   */
  record Fault(Pattern request, int code, int times) {

    static Fault of(String request, int code, int times) {
      return new Fault(Pattern.compile(request), code, times);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final String target;
  private final String echo;
  private final List<Fault> faults;
  private final Map<Fault, AtomicInteger> done = new ConcurrentHashMap<>();

  /**
   * @param echo what the answers that are faults quote
   */
  EchoingApi(KubernetesClient client, String echo, List<Fault> faults) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.target = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.echo = echo;
    this.faults = faults;
    faults.forEach(fault -> done.put(fault, new AtomicInteger()));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Leads here. */
  String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    current-context: echo
    contexts: [{name: echo, context: {cluster: echo, user: echo}}]
    clusters: [{name: echo, cluster: {server: "http://127.0.0.1:%d"}}]
    users: [{name: echo, user: {}}]
    """
        .formatted(server.getAddress().getPort());
  }

  /** The faults that have not been met as often as they should be. */
  List<Fault> unmet() {
    return faults.stream().filter(fault -> met(fault).get() < fault.times).toList();
  }

  private AtomicInteger met(Fault fault) {
    return Objects.requireNonNull(done.get(fault));
  }

  private Optional<Fault> fault(HttpExchange exchange) {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    return faults.stream()
        .filter(fault -> fault.request.matcher(request).matches())
        .filter(fault -> met(fault).getAndUpdate(n -> Math.min(n + 1, fault.times)) < fault.times)
        .findFirst();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Optional<Fault> fault = fault(exchange);
      if (fault.isPresent()) {
        send(exchange, fault.get().code, "application/json", echoed(fault.get().code));
      } else if (exchange.getRequestHeaders().containsKey("Sec-WebSocket-Key")) {
        // The client asks again without.
        exchange.sendResponseHeaders(503, -1);
      } else {
        forward(exchange, body);
      }
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] echoed(int code) {
    return """
    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %1$d, "reason": "Invalid",
     "message": "Object is invalid: spec: Invalid value: %2$s",
     "details": {"causes": [{"reason": "FieldValueInvalid", "field": "spec.template.spec.env",
       "message": "Invalid value: %2$s: must not be"}]}}
    """
        .formatted(code, echo)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  private void forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException, ExecutionException {
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(URI.create(target + exchange.getRequestURI()))
            .forStreaming();
    for (String header : List.of("Accept", "User-Agent")) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (body.length > 0 && type != null) {
      request.method(exchange.getRequestMethod(), type, new String(body, StandardCharsets.UTF_8));
    }
    HttpResponse<AsyncBody> response =
        http.consumeBytes(request.build(), (buffers, more) -> pass(exchange, buffers, more)).get();
    List<String> types = response.headers("Content-Type");
    exchange
        .getResponseHeaders()
        .set("Content-Type", types.isEmpty() ? "text/plain" : types.getFirst());
    exchange.sendResponseHeaders(response.code(), 0);
    try (OutputStream _ = exchange.getResponseBody()) {
      response.body().consume();
      response.body().done().get();
    }
  }

  /** As it comes: a watch does not end. What came is taken before more is asked for. */
  private static void pass(HttpExchange exchange, List<ByteBuffer> buffers, AsyncBody more)
      throws IOException {
    OutputStream out = exchange.getResponseBody();
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      out.write(bytes);
    }
    out.flush();
    more.consume();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
