package dev.releaserecord.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.api.ReleaseRecord;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody acts on a record of which the API server holds a newer one. */
class FirstLookTest {

  private final AtomicInteger asked = new AtomicInteger();
  private volatile String answer = "";
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/apis/releaserecord.dev/v1/namespaces/gobee/releaserecords", this::list);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void list(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.incrementAndGet();
      assertThat(exchange.getRequestURI().getQuery()).isEqualTo("fieldSelector=metadata.name=core");
      byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.isEmpty() ? 503 : 200, Math.max(1, body.length));
      exchange.getResponseBody().write(answer.isEmpty() ? new byte[] {' '} : body);
    }
  }

  private void stands(String uid, String version) {
    answer =
        """
        {"apiVersion": "releaserecord.dev/v1", "kind": "ReleaseRecordList", "metadata": {}, "items": [
          {"apiVersion": "releaserecord.dev/v1", "kind": "ReleaseRecord",
           "metadata": {"namespace": "gobee", "name": "core", "uid": "%s", "resourceVersion": "%s"}}]}
        """
            .formatted(uid, version);
  }

  private static ReleaseRecord cached(String version) {
    ReleaseRecord record = new ReleaseRecord();
    record.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("gobee")
            .withName("core")
            .withUid("uid-core")
            .withResourceVersion(version)
            .build());
    return record;
  }

  @Test
  void aCacheThatIsBehindIsWaitedForAndThenBelieved() {
    FirstLook look = new FirstLook(client);
    stands("uid-core", "8");
    assertThat(look.upToDate(cached("7"))).isFalse();
    assertThat(look.upToDate(cached("8"))).isTrue();
    assertThat(asked).hasValue(2);
    assertThat(look.upToDate(cached("7"))).as("asked once").isTrue();
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoLedMeanwhileMayHaveWritten() {
    FirstLook look = new FirstLook(client);
    stands("uid-core", "8");
    assertThat(look.upToDate(cached("8"))).isTrue();
    look.anew();
    stands("uid-core", "9");
    assertThat(look.upToDate(cached("8"))).isFalse();
  }

  @Test
  void anotherRecordOfThatNameIsNoReasonToWait() {
    FirstLook look = new FirstLook(client);
    stands("uid-other", "9");
    assertThat(look.upToDate(cached("8"))).isTrue();
  }

  @Test
  void nothingIsBelievedWithoutAnAnswer() {
    FirstLook look = new FirstLook(client);
    assertThatThrownBy(() -> look.upToDate(cached("8")))
        .isInstanceOf(KubernetesClientException.class);
    stands("uid-core", "9");
    assertThat(look.upToDate(cached("8"))).isFalse();
  }
}
