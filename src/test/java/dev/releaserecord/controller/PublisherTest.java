package dev.releaserecord.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.kube.write.EventWriter;
import dev.releaserecord.kube.write.StatusWriter;
import dev.releaserecord.kube.write.WriteGate;
import dev.releaserecord.status.event.EventDraft;
import dev.releaserecord.telemetry.ReleaseMetrics;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherTest {

  private static final WriteGate OPEN = () -> true;

  private static final List<EventDraft> EVENTS =
      List.of(new EventDraft(null, null, false, "Pinned", "Pin", "users is pinned"));

  /** The patches of the status that arrived. */
  private final Queue<String> patches = new ConcurrentLinkedQueue<>();

  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/apis/releaserecord.dev/", this::answer);
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

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      patches.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      byte[] body =
          """
          {"apiVersion": "releaserecord.dev/v1", "kind": "ReleaseRecord",
           "metadata": {"namespace": "gobee", "name": "core", "resourceVersion": "2"}}
          """
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Publisher publisher(WriteGate statuses, WriteGate events) {
    return publisher(statuses, events, System::nanoTime);
  }

  private Publisher publisher(WriteGate statuses, WriteGate events, LongSupplier nanoTime) {
    return new Publisher(
        new StatusWriter(client, statuses),
        new EventWriter(client, events, "test", Clock.systemUTC()),
        new ReleaseMetrics(new SimpleMeterRegistry()),
        nanoTime);
  }

  private static ReleaseRecordStatus status(String summary, String enforced) {
    return new ReleaseRecordStatus(
        null, null, enforced, summary, null, null, null, null, null, null, List.of(), List.of(),
        List.of(), List.of(), List.of(), null, List.of(), List.of());
  }

  private static boolean unexpected() {
    throw new IllegalStateException("nobody expects it");
  }

  private static ReleaseRecord record() {
    ReleaseRecord record = new ReleaseRecord();
    record.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("gobee")
            .withName("core")
            .withUid("uid-core")
            .withResourceVersion("1")
            .build());
    return record;
  }

  private static ReleaseRecordStatus status(String summary) {
    return new ReleaseRecordStatus(
        null, null, null, summary, null, null, null, null, null, null, List.of(), List.of(),
        List.of(), List.of(), List.of(), null, List.of(), List.of());
  }

  private void awaitPatch(String summary) {
    await(summary)
        .dontCatchUncaughtExceptions()
        .untilAsserted(
            () -> assertThat(patches).anySatisfy(patch -> assertThat(patch).contains(summary)));
  }

  /** With a clock that stands still nothing of it is ever due but what may not wait. */
  @Test
  void progressWaitsAndWhatIsWaitedForTakesItAlong() {
    AtomicLong now = new AtomicLong();
    try (Publisher publisher = publisher(OPEN, OPEN, now::get)) {
      publisher.publish(record(), status("0/2 verified", "one"), List.of());
      awaitPatch("0/2 verified");
      await().until(() -> publisher.current(record()).recorded());
      now.addAndGet(Duration.ofMillis(150).toNanos());
      publisher.publish(record(), status("1/2 verified", "one"), List.of());
      assertThat(publisher.current(record()).recorded()).isFalse();
      publisher.publish(record(), status("1/2 verified; another set", "two"), List.of());
      awaitPatch("another set");
      assertThat(patches).hasSize(2);
    }
  }

  @Test
  void anEventThatFailsUnexpectedlySilencesNoStatus() {
    try (Publisher publisher = publisher(OPEN, PublisherTest::unexpected)) {
      publisher.publish(record(), status("0/1 verified"), EVENTS);
      awaitPatch("0/1 verified");
      publisher.publish(record(), status("1/1 verified"), EVENTS);
      awaitPatch("1/1 verified");
    }
  }

  @Test
  void aStatusThatFailsUnexpectedlyIsTriedAgain() {
    AtomicBoolean failed = new AtomicBoolean();
    try (Publisher publisher = publisher(() -> failed.getAndSet(true) || unexpected(), OPEN)) {
      publisher.publish(record(), status("0/1 verified"), List.of());
      awaitPatch("0/1 verified");
    }
  }
}
