package dev.releaserecord.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Prometheus that scrapes one process every second and judges it by the alerts as shipped. */
public final class Prometheus implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Process process;
  private final Path log;
  private final URI api;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * An alert that is up.
   *
   * @param state {@code pending} or {@code firing}
   * @param summary the sentence for a person
   */
  public record Active(String name, String state, String summary) {}

  private Prometheus(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.api = URI.create("http://127.0.0.1:" + port + "/api/v1/");
  }

  /**
   * Starts it and does not wait for anything.
   *
   * @param folder an empty one that it may fill
   * @param target the port of what is scraped
   */
  public static Prometheus start(Path folder, int target) throws IOException {
    Files.writeString(folder.resolve("alerts.yaml"), Alerts.ruleFile());
    // As pod-monitor.yaml has it, but for the interval.
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [alerts.yaml]
            scrape_configs:
            - job_name: release-operator
              honor_labels: true
              static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(target));
    Path log = folder.resolve("prometheus.log");
    int port = freePort();
    try {
      Process process =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new Prometheus(process, log, port);
    } catch (IOException e) {
      throw new AssertionError(
          "prometheus is missing: install Debian's package prometheus (apt-get install prometheus)",
          e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The alerts that are up now. */
  public List<Active> alerts() {
    List<Active> alerts = new ArrayList<>();
    for (JsonNode alert : get("alerts").at("/data/alerts")) {
      alerts.add(
          new Active(
              alert.at("/labels/alertname").asText(),
              alert.path("state").asText(),
              alert.at("/annotations/summary").asText()));
    }
    return alerts;
  }

  /** Whether it has scraped its target and found the series. */
  public boolean knows(String series) {
    return !get("query?query=" + series).at("/data/result").isEmpty();
  }

  private JsonNode get(String path) {
    if (!process.isAlive()) {
      throw new AssertionError("Prometheus ended; its log: " + log);
    }
    try {
      HttpRequest request = HttpRequest.newBuilder(api.resolve(path)).timeout(ANSWER).build();
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    http.shutdownNow();
  }
}
