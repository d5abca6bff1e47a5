package dev.releaserecord.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link ClientsIT} has what a real API server makes of it. */
class FenceTest {

  private final Fence fence = new Fence();
  private final AtomicBoolean leads = new AtomicBoolean(true);

  /** Method and accepted format of what arrived. */
  private final Queue<String> arrived = new ConcurrentLinkedQueue<>();

  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .build();
    client = Clients.connect(config, "test", fence);
    fence.ask(leads::get);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  /** The first answer does not come while this process leads. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String accepted = exchange.getRequestHeaders().getFirst("Accept");
      arrived.add(exchange.getRequestMethod() + " " + accepted);
      exchange.getRequestBody().readAllBytes();
      leads.set(false);
      boolean refused = accepted != null && accepted.contains("not-leading");
      exchange.sendResponseHeaders(refused ? 406 : 503, -1);
    }
  }

  private void write() {
    ConfigMap stub =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("gobee")
            .withName("a")
            .endMetadata()
            .build();
    client.resource(stub).patch(PatchContext.of(PatchType.JSON_MERGE), "{}");
  }

  @Test
  void anAttemptThatTheClientMakesByItselfIsTurnedBack() {
    assertThatThrownBy(this::write)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, it -> assertThat(it.getCode()).isEqualTo(406));
    assertThat(arrived).hasSize(2);
    assertThat(arrived.remove()).startsWith("PATCH ").doesNotContain("not-leading");
    assertThat(arrived.remove()).startsWith("PATCH ").contains("not-leading");
  }

  @Test
  void whatOnlyReadsIsNot() {
    leads.set(false);
    assertThatThrownBy(() -> client.configMaps().inNamespace("gobee").withName("a").get())
        .isInstanceOf(KubernetesClientException.class);
    assertThat(arrived).allMatch(it -> it.startsWith("GET ")).noneMatch(it -> it.contains("not-"));
  }
}
