package dev.releaserecord.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckSpec;
import dev.releaserecord.kube.evidence.EvidenceTaker;
import dev.releaserecord.kube.write.JobWriter;
import dev.releaserecord.plan.check.CheckAnswer;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When checks begin, are tried again, answer and are forgotten. Nothing here asks the cluster. */
class CheckRunnerTest {

  private static final Site SITE = new Site("gobee", "core", "uid-core");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder()
                  .withMasterUrl("http://127.0.0.1:1")
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .build();
  private final AtomicInteger woken = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  private final CheckRunner runner =
      new CheckRunner(
          client,
          new JobWriter(client, () -> true),
          new EvidenceTaker(client),
          false,
          Clock.systemUTC());

  private HttpServer server;

  /** It is busy for its first two requests. */
  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    runner.close();
    client.close();
    server.stop(0);
  }

  private CheckWanted wanted(String timeout, String proof) {
    CheckSpec spec =
        YAML.unmarshal(
            "---\n" + proof.formatted(server.getAddress().getPort()).replace("TIMEOUT", timeout),
            CheckSpec.class);
    return new CheckWanted(
        new Subject("users", CheckMoment.AfterRollout, List.of()),
        new CheckRule(spec, null, "content", Duration.ofMinutes(10)),
        "proof",
        Instant.EPOCH,
        null);
  }

  private CheckWanted http(String timeout) {
    return wanted(
        timeout, "{name: x, timeout: TIMEOUT, http: {url: \"http://127.0.0.1:%d/healthz\"}}");
  }

  private boolean attend(boolean recorded, CheckWanted... wanted) {
    return runner.attend(SITE, List.of(wanted), recorded, woken::incrementAndGet);
  }

  private CheckAnswer answer() {
    await().until(() -> woken.get() > 0);
    return runner.answers(SITE.uid()).getFirst();
  }

  @Test
  void itIsTriedAgainUntilItPasses() {
    attend(true, http("30s"));
    assertThat(answer().outcome()).isEqualTo(CheckOutcome.Passed);
    assertThat(asked).hasValue(3);
    assertThat(answer().took()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
  }

  @Test
  void theLastAnswerCountsWhenItsTimeIsOver() {
    attend(true, http("1s"));
    assertThat(answer().outcome()).isEqualTo(CheckOutcome.Failed);
    assertThat(answer().message()).startsWith("status 200 expected, found 503 (127.0.0.1:");
  }

  @Test
  void nothingBeginsBeforeItIsAnnounced() {
    assertThat(attend(false, http("1s"))).isTrue();
    assertThat(asked).hasValue(0);
    attend(true, http("1s"));
    assertThat(answer().outcome()).isEqualTo(CheckOutcome.Failed);
  }

  @Test
  void theSameIsOneRunAndIsKeptUntilNobodyWantsIt() {
    attend(true, http("1s"));
    attend(true, http("1s"));
    answer();
    assertThat(attend(true, http("1s"))).as("an answer to be taken note of").isTrue();
    assertThat(runner.answers(SITE.uid())).hasSize(1);
    assertThat(attend(false)).as("not forgotten before that is written").isTrue();
    assertThat(runner.answers(SITE.uid())).hasSize(1);
    assertThat(attend(true)).isFalse();
    assertThat(runner.answers(SITE.uid())).isEmpty();
    assertThat(woken).hasValue(1);
  }

  @Test
  void whatCannotBeAskedIsNoWrongAnswer() {
    attend(true, wanted("1s", "{name: x, timeout: TIMEOUT, http: {service: {name: s, port: %d}}}"));
    assertThat(answer().outcome()).isEqualTo(CheckOutcome.Errored);
    assertThat(answer().message()).startsWith("could not list endpointslices");
  }

  @Test
  void aRecordThatIsGoneAnswersNothing() {
    attend(true, http("30s"));
    runner.forget(SITE.uid());
    assertThat(runner.answers(SITE.uid())).isEmpty();
  }
}
