package dev.releaserecord.check.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.releaserecord.api.HttpCheck;
import dev.releaserecord.kube.evidence.Discretion;
import dev.releaserecord.tls.SelfSigned;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a probe makes of answers, right, wrong and hostile ones. */
class ProbeTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";

  private static HttpCheck check(String yaml) {
    return YAML.unmarshal(yaml, HttpCheck.class);
  }

  private static List<String> ask(HttpCheck check, String url, Duration time)
      throws NotAsked, InterruptedException {
    Probe probe = new Probe(new AddressGuard(false), Discretion::of);
    return probe.http(check, "0.2.0", Target.of(check, url), Trust.ofMachine(), Deadline.in(time));
  }

  private static List<String> answered(String answer, String expect) throws Exception {
    try (RawServer server = RawServer.replying(answer)) {
      return ask(check("expect: " + expect), server.url("/"), LONG);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                      |",
        "{status: [201, 204]}                    | status 201, 204 expected, found 200",
        "{headers: {X-A: \"1\"}}                 |",
        "{headers: {x-a: \"2\"}}                 | x-a: 2 expected, found 1",
        "{headers: {X-B: \"1\"}}                 | X-B: 1 expected, absent",
        "{headersPresent: [X-A]}                 |",
        "{headersPresent: [X-B]}                 | header X-B expected, absent",
        "{version: {header: X-Relay-Version}}    | X-Relay-Version: 0.2.0 expected, found 0.1.0",
        "{version: {header: X-Version}}          | X-Version: 0.2.0 expected, absent",
        "{bodyContains: fine}                    |",
        "{bodyContains: better}                  | the body lacks \"better\"",
        "{bodyLacks: fine}                       | the body contains \"fine\"",
        "{bodyLacks: bad}                        |"
      })
  void everyPartOfAnExpectationIsHeld(String expect, String wrong) throws Exception {
    String answer =
        "HTTP/1.1 200 OK\nX-A: 1\nX-Relay-Version: 0.1.0\nContent-Length: 8\n\nall fine";
    assertThat(answered(answer, expect))
        .isEqualTo(wrong == null ? List.of() : List.of(wrong.strip()));
  }

  @Test
  void aRedirectIsAnAnswerAndIsNotFollowed() throws Exception {
    try (RawServer other = RawServer.replying(OK);
        RawServer server =
            RawServer.replying("HTTP/1.1 302 Found\nLocation: " + other.url("/x") + "\n\n")) {
      assertThat(ask(check("{}"), server.url("/"), LONG))
          .containsExactly(
              "status 200 expected, found 302 to "
                  + other.url("/x")
                  + " (redirects are not followed)");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void anEndlessBodyIsCutAndJudged() throws Exception {
    try (RawServer server =
        RawServer.replying(
            out -> {
              out.write("HTTP/1.1 200 OK\r\n\r\nbegins".getBytes(StandardCharsets.UTF_8));
              byte[] more = "x".repeat(8192).getBytes(StandardCharsets.UTF_8);
              while (true) {
                out.write(more);
              }
            })) {
      assertThat(ask(check("expect: {bodyContains: begins}"), server.url("/"), LONG)).isEmpty();
    }
  }

  @Test
  void endlessHeadersAreCut() throws Exception {
    try (RawServer server =
        RawServer.replying(
            out -> {
              out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.UTF_8));
              while (true) {
                out.write("X-More: and more\r\n".getBytes(StandardCharsets.UTF_8));
              }
            })) {
      assertThat(ask(check("{}"), server.url("/"), LONG))
          .containsExactly("its headers are longer than 64 KiB");
    }
  }

  @Test
  void oneByteAfterTheOtherEndsAtTheDeadline() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
        RawServer.replying(
            out -> {
              do {
                out.write('H');
                out.flush();
              } while (!over.await(20, TimeUnit.MILLISECONDS));
            })) {
      assertThat(ask(check("{}"), server.url("/"), SHORT))
          .containsExactly("no whole answer in time");
      over.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nall\n5;x=y\n fine\n0\n\n",
        "HTTP/1.1 103 Early Hints\nLink: x\n\nHTTP/1.1 200 OK\n\nall fine",
        "HTTP/1.0 200 OK\n\nall fine"
      })
  void bodiesComeInSeveralWays(String answer) throws Exception {
    assertThat(answered(answer, "{bodyContains: all fine}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SSH-2.0-OpenSSH_9.2, what came is no HTTP",
    "'', the connection was closed before an answer",
    "HTTP/1.1 200 OK, the connection was closed before an answer"
  })
  void whatIsNoAnswerIsAWrongOne(String answer, String wrong) throws Exception {
    String text = answer.startsWith("SSH") ? answer + "\n\n" : answer;
    assertThat(answered(text, "{}")).containsExactly(wrong);
  }

  @Test
  void whatIsSentIsWhatTheRecordSays() throws Exception {
    try (RawServer server = RawServer.replying(OK)) {
      HttpCheck check =
          check("method: POST\nhost: relay.example.com\nheaders: {Origin: a, Connection: b}\n");
      assertThat(ask(check, server.url("/p?q=1"), LONG)).isEmpty();
      assertThat(server.requests())
          .startsWith("POST /p?q=1 HTTP/1.1\r\nhost: relay.example.com\r\n")
          .contains("\r\norigin: a\r\n", "connection: close\r\n", "content-length: 0\r\n")
          .doesNotContain("connection: b");
    }
  }

  @Test
  void aHeaderCannotSmuggleAnother() {
    HttpCheck check = check("headers: {X-A: \"1\\r\\nX-B: 2\"}");
    assertThatExceptionOfType(NotAsked.class)
        .isThrownBy(() -> ask(check, "http://127.0.0.1:1/", LONG))
        .withMessage("its header x-a holds a line break");
  }

  @Test
  void whatLooksLikeACredentialIsNotShown() throws Exception {
    String token = "ghp_" + "a1B2".repeat(9);
    assertThat(answered("HTTP/1.1 200 OK\nX-A: " + token + "\n\n", "{headers: {X-A: \"1\"}}"))
        .singleElement()
        .asString()
        .startsWith("X-A: 1 expected, found ")
        .doesNotContain(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:a9fe:a9fe::]/",
        "http://192.0.0.192/",
        "http://100.100.100.200/",
        "http://0.0.0.0/",
        "http://224.0.0.1/"
      })
  void addressesOfMachinesAreRefused(String url) {
    assertThatExceptionOfType(NotAsked.class)
        .isThrownBy(() -> ask(check("{}"), url, LONG))
        .withMessageContaining("may not be asked: link-local and metadata addresses are refused");
  }

  @Test
  void whoCannotBeAskedHasNotAnswered() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThatExceptionOfType(NotAsked.class)
        .isThrownBy(() -> ask(check("{}"), "http://127.0.0.1:" + free + "/", LONG))
        .withMessage("127.0.0.1:" + free + " refuses connections");
    assertThatExceptionOfType(NotAsked.class)
        .isThrownBy(() -> ask(check("{}"), "http://nowhere.invalid/", LONG))
        .withMessageContaining("nowhere.invalid");
    Probe probe = new Probe(new AddressGuard(false), Discretion::of);
    assertThat(probe.tcp("127.0.0.1", free, Deadline.in(LONG)))
        .containsExactly("127.0.0.1:" + free + " refuses connections");
  }

  @Test
  void aCertificateIsJudgedByTheAuthorityAndTheNameThatTheRecordSays() throws Exception {
    SelfSigned identity = SelfSigned.of("dns:localhost");
    ServerSocketFactory sockets = identity.context().getServerSocketFactory();
    try (RawServer server =
        RawServer.on(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), OK)) {
      Trust known = Trust.of(identity.pem());
      assertThat(secure(server, "localhost", known)).isEmpty();
      assertThat(secure(server, "elsewhere.example.com", Trust.anybody())).isEmpty();
      assertThatExceptionOfType(NotAsked.class)
          .isThrownBy(() -> secure(server, "elsewhere.example.com", known))
          .withMessageContaining("TLS with 127.0.0.1:")
          .withMessageContaining("elsewhere.example.com");
      assertThatExceptionOfType(NotAsked.class)
          .isThrownBy(() -> secure(server, "localhost", Trust.ofMachine()))
          .withMessageContaining("unable to find valid certification path");
    }
    try (RawServer plain = RawServer.replying(OK)) {
      assertThatExceptionOfType(NotAsked.class)
          .isThrownBy(() -> secure(plain, "localhost", Trust.of(identity.pem())))
          .withMessageStartingWith("TLS with 127.0.0.1:");
    }
    assertThatExceptionOfType(NotAsked.class)
        .isThrownBy(() -> Trust.of("no certificate"))
        .withMessageContaining("certificate");
  }

  private static List<String> secure(RawServer server, String name, Trust trust)
      throws NotAsked, InterruptedException {
    HttpCheck check = check("tls: {serverName: " + name + "}");
    Target target = Target.of(check, true, "127.0.0.1", server.port(), "/");
    return new Probe(new AddressGuard(false), Discretion::of)
        .http(check, null, target, trust, Deadline.in(Duration.ofSeconds(5)));
  }

  @Test
  void whoListensOverTcpIsThere() throws Exception {
    Probe probe = new Probe(new AddressGuard(false), Discretion::of);
    try (RawServer server = RawServer.replying("")) {
      assertThat(probe.tcp("127.0.0.1", server.port(), Deadline.in(LONG))).isEmpty();
    }
  }
}
