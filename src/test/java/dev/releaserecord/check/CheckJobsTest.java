package dev.releaserecord.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckSpec;
import dev.releaserecord.check.http.NotAsked;
import dev.releaserecord.kube.evidence.EvidenceTaker;
import dev.releaserecord.kube.write.JobWriter;
import dev.releaserecord.plan.check.CheckWanted;
import dev.releaserecord.plan.check.CheckWanted.Subject;
import dev.releaserecord.plan.release.CheckRule;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API server that is away while the Job of a check runs. */
class CheckJobsTest {

  private static final Site SITE = new Site("gobee", "core", "uid-core");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final AtomicInteger looked = new AtomicInteger();
  private HttpServer server;
  private KubernetesClient client;

  /** From which look on the Job is answered as it is after its making. */
  private int back = 1;

  private int status = 503;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("POST")) {
      send(exchange, 201, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    } else if (path.contains("/cronjobs/")) {
      send(
          exchange,
          200,
          """
          {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"ask"},
           "spec":{"jobTemplate":{"spec":{}}}}
          """);
    } else if (path.endsWith("/jobs")) {
      send(exchange, 200, "{\"apiVersion\":\"batch/v1\",\"kind\":\"JobList\",\"items\":[]}");
    } else {
      job(exchange);
    }
  }

  /** The first look is from before it was made. */
  private void job(HttpExchange exchange) throws IOException {
    int look = looked.getAndIncrement();
    if (look == 0) {
      send(exchange, 404, "{}");
    } else if (look < back) {
      send(exchange, status, "{}");
    } else {
      send(
          exchange,
          200,
          """
          {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"check"},
           "status":{"conditions":[{"type":"Complete","status":"True"}]}}
          """);
    }
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Attempt run(Duration patience) throws NotAsked, InterruptedException {
    CheckSpec spec = YAML.unmarshal("---\n{name: x, job: {cronJob: ask}}", CheckSpec.class);
    CheckWanted wanted =
        new CheckWanted(
            new Subject("users", CheckMoment.AfterRollout, List.of()),
            new CheckRule(spec, null, "content", Duration.ofMinutes(10)),
            "proof",
            Instant.EPOCH,
            null);
    return new CheckJobs(client, new JobWriter(client, () -> true), new EvidenceTaker(client))
        .run(SITE, wanted, "ask", System.nanoTime() + patience.toNanos());
  }

  @ParameterizedTest
  @CsvSource({"503", "500", "429"})
  void isWaitedFor(int code) throws Exception {
    status = code;
    back = 4;
    assertThat(run(Duration.ofSeconds(30)).outcome()).isEqualTo(CheckOutcome.Passed);
    assertThat(looked).hasValue(5);
  }

  @Test
  void isSaidWhenTheTimeOfTheCheckIsOver() {
    back = Integer.MAX_VALUE;
    assertThatExceptionOfType(NotAsked.class)
        .isThrownBy(() -> run(Duration.ofMillis(700)))
        .withMessageEndingWith("the API server answered 503");
  }
}
