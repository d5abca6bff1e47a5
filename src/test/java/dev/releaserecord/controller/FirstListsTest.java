package dev.releaserecord.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.kube.Clients;
import dev.releaserecord.kube.cache.SecretScope;
import dev.releaserecord.kube.lease.AlwaysLeader;
import dev.releaserecord.kube.secret.Fingerprints;
import dev.releaserecord.telemetry.ReleaseMetrics;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What a process asks for before its first pass. */
class FirstListsTest {

  private static final byte[] NOTHING =
      """
      {"kind": "List", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": []}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  /** A status that was replaced meanwhile would be built upon, and written again. */
  @Test
  void noneMayBeAnsweredWithAnOldCopy() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .build();
    try (KubernetesClient client = Clients.connectToLook(config, "test")) {
      ReleaseOperator operator =
          ReleaseOperator.create(
              new OperatorContext(
                  client,
                  Set.of("gobee"),
                  new AlwaysLeader(),
                  new ReleaseMetrics(new SimpleMeterRegistry()),
                  Clock.systemUTC(),
                  OperatorTuning.of("test", Fingerprints.fresh(), SecretScope.ALL)));
      operator.start();
      operator.stop();
    } finally {
      server.stop(0);
    }
    assertThat(requests)
        .anyMatch(it -> it.contains("/releaserecords?"))
        .anyMatch(it -> it.contains("/deployments?"))
        .noneMatch(it -> it.contains("resourceVersion=0"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().toString());
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, NOTHING.length);
      exchange.getResponseBody().write(NOTHING);
    }
  }
}
