package dev.releaserecord.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.releaserecord.app.HttpEndpoints.Probe;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.telemetry.MetricsScrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpEndpointsTest {

  private final MetricsScrape metrics = new MetricsScrape(Clock.systemUTC());
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Probe alive = new Probe(true, "ok");
  private volatile Probe ready = new Probe(false, "caches are not in sync yet");
  private final HttpEndpoints endpoints = HttpEndpoints.open(0, metrics, () -> alive, () -> ready);

  @AfterEach
  void close() {
    endpoints.close();
    client.close();
    metrics.close();
  }

  @Test
  void aliveWhileWorkProgresses() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    alive = new Probe(false, "no pass has ended for 5 minutes");
    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").body()).isEqualTo("no pass has ended for 5 minutes\n");
  }

  @Test
  void readyOnceInSync() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).contains("not in sync");
    ready = new Probe(true, "ok");
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreTextAndOpenMetricsForThoseWhoAsk() throws Exception {
    HttpResponse<String> text = get("/metrics");
    assertThat(text.statusCode()).isEqualTo(200);
    assertThat(text.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(text.body()).contains("jvm_memory_used_bytes").doesNotContain("# EOF");
    HttpResponse<String> open =
        send(request("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0"));
    assertThat(open.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n");
  }

  @Test
  void anythingElseIsToldWhatThereIs() throws Exception {
    for (String path : new String[] {"/", "/healthz/x", "/metricsx"}) {
      assertThat(get(path).statusCode()).isEqualTo(404);
      assertThat(get(path).body()).contains("/metrics", "/healthz", "/readyz");
    }
    assertThat(send(request("/healthz").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(405);
  }

  @Test
  void headHasNoBody() throws Exception {
    HttpResponse<String> head = send(request("/healthz").HEAD());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void thePortIsWrittenToAFile(@TempDir Path folder) {
    Path file = folder.resolve("port");
    endpoints.writePort(file);
    assertThat(file).hasContent(Integer.toString(endpoints.port()));
    assertThatThrownBy(() -> endpoints.writePort(folder.resolve("none").resolve("port")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--http-port-file");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(endpoints.port(), path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
