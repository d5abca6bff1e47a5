package dev.releaserecord.check.registry;

import static dev.releaserecord.check.registry.Questions.ALICE;
import static dev.releaserecord.check.registry.Questions.INDEX;
import static dev.releaserecord.check.registry.Questions.MANIFEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.check.registry.Sham.Said;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullAnswer.Unknown;
import dev.releaserecord.tls.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that never come to an end, are not there, or cannot prove who they are. */
class RegistryTroubleTest {

  private static final long PAUSE_MILLIS = 50;

  private final Questions questions = new Questions();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    questions.close();
  }

  /** Sends a beginning at once, and then a byte every 50 ms, or as fast as it can. */
  private String raw(String beginning, boolean slow) throws IOException {
    ServerSocket socket =
        questions.opened(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    AutoCloseable end = over::countDown;
    questions.opened(end);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  Socket one = socket.accept();
                  Thread.ofVirtual().start(() -> drip(one, beginning, slow));
                }
              } catch (IOException _) {
                // The test is over.
              }
            });
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void drip(Socket socket, String beginning, boolean slow) {
    try (socket;
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      in.read(new byte[10]);
      out.write(beginning.getBytes(UTF_8));
      byte[] more = new byte[slow ? 1 : 65_536];
      Arrays.fill(more, (byte) 'x');
      do {
        out.write(more);
        out.flush();
      } while (!over.await(slow ? PAUSE_MILLIS : 0, TimeUnit.MILLISECONDS));
    } catch (IOException | InterruptedException _) {
      // It hung up.
    }
  }

  private PullAnswer askRaw(String host, Duration request) throws InterruptedException {
    RegistryClient client = questions.client(new Hosts(Set.of(host)), request);
    return Questions.ask(client, host, ALICE);
  }

  @Test
  void whoNeverEndsAHeaderIsNotWaitedFor() throws Exception {
    assertThat(askRaw(raw("HTTP/1.1 200 OK\r\nX-Slow: ", true), Duration.ofMillis(300)))
        .isEqualTo(new Unknown("did not answer in time"));
  }

  @Test
  void whoNeverEndsABodyIsNotWaitedFor() throws Exception {
    String beginning =
        "HTTP/1.1 405 No\r\nContent-Type: " + INDEX + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(askRaw(raw(beginning, true), Duration.ofMillis(300))).isInstanceOf(Unknown.class);
  }

  @Test
  void whoSendsWithoutEndIsCutOff() throws Exception {
    String host = raw("HTTP/1.1 401 No\r\nContent-Length: 9999999999\r\n\r\n", false);
    long before = System.nanoTime();
    assertThat(askRaw(host, Duration.ofSeconds(10))).isInstanceOf(PullAnswer.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void whoIsNotThereIsUnknown() throws Exception {
    String host;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      host = "127.0.0.1:" + socket.getLocalPort();
    }
    assertThat(askRaw(host, Duration.ofSeconds(5)))
        .isEqualTo(new Unknown("could not be connected to"));
  }

  private RegistryClient overTls() {
    return questions.client(new Hosts(Set.of(), true), Duration.ofSeconds(5));
  }

  @Test
  void noTlsWhereTlsIsExpectedIsUnknown() throws InterruptedException {
    Sham sham = questions.sham(_ -> Said.of(200));
    assertThat(Questions.ask(overTls(), sham.host(), ALICE)).isInstanceOf(Unknown.class);
    assertThat(sham.asked()).isEmpty();
  }

  @Test
  void aCertificateThatNobodyKnowsIsSaid() throws Exception {
    try (Sham sham =
        Sham.https(
            SelfSigned.of("ip:127.0.0.1").context(), _ -> Said.of(200, "Content-Type", MANIFEST))) {
      assertThat(Questions.ask(overTls(), sham.host(), ALICE))
          .isInstanceOfSatisfying(
              Unknown.class, it -> assertThat(it.why()).contains("certificate"));
      assertThat(sham.asked()).isEmpty();
    }
  }
}
