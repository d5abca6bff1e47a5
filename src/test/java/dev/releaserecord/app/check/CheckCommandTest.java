package dev.releaserecord.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.app.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Checks of a file, asked of a server of this machine; the cluster that is named is away. */
class CheckCommandTest {

  private static final String SECRET = "heron-lake-4711";

  private record Ran(int code, String out, String err) {}

  @TempDir private Path folder;

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  /** It is busy once; then it says which version it is. */
  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("X-Version", "1.4.0");
          exchange.sendResponseHeaders(asked.getAndIncrement() == 0 ? 503 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Ran check(String services, String... more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("record.yaml"),
            """
            apiVersion: releaserecord.dev/v1
            kind: ReleaseRecord
            metadata: {name: core, namespace: gobee}
            spec:
              imagePrefix: r.io/team
            %s\
            """
                .formatted(services.replace("PORT", "" + server.getAddress().getPort()).indent(2)));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine(Map.of())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] words = new String[more.length + 4];
    words[0] = "check";
    words[1] = "-f=" + file;
    words[2] = "--kubeconfig=" + kubeconfig();
    words[3] = "--namespace=gobee";
    System.arraycopy(more, 0, words, 4, more.length);
    return new Ran(line.execute(words), out.toString(), err.toString());
  }

  private Path kubeconfig() throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters: [{name: local, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: here, context: {cluster: local, user: me}}]
        users: [{name: me, user: {}}]
        """
            .formatted(closed()));
  }

  private static int closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void whatPassesIsFine() throws IOException {
    asked.set(1);
    Ran ran =
        check(
            """
            services:
            - name: users
              version: "1.4.0"
              checks:
              - {name: version, http: {url: "http://127.0.0.1:PORT/", headers: {Authorization: %s}, expect: {version: {header: X-Version}}}}
              - {name: port, tcp: {host: 127.0.0.1, port: PORT}}
              - {name: select-1, job: {cronJob: db-smoke}}
            - {name: mail}
            """
                .formatted(SECRET));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out().replaceAll("[0-9]+\\.[0-9]{2} s", "0.01 s"))
        .isEqualTo(
            """
            ReleaseRecord core in namespace gobee: 2 of 3 checks passed, 1 not asked.
              users
                passed  version, 0.01 s
                passed  port, 0.01 s
                not asked  select-1: it is a Job, which the operator alone makes
            """);
  }

  @Test
  void whatFailsIsAFindingAndNoSecretIsShown() throws IOException {
    Ran ran =
        check(
            """
            services:
            - name: users
              version: "1.5.0"
              checks:
              - {name: version, http: {url: "http://127.0.0.1:PORT/", headers: {Authorization: %s}, expect: {status: [503], version: {header: X-Version}}}}
            - name: mail
              checks:
              - {name: port, tcp: {host: 127.0.0.1, port: %d}}
            checks:
            - {name: every, http: {service: {name: edge, port: 80}}}
            """
                .formatted(SECRET, closed()));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .startsWith(
            "ReleaseRecord core in namespace gobee: 0 of 3 checks passed, 2 failed, 1 could not be"
                + " asked.\n")
        .contains(
            "    FAILED  version: X-Version: 1.5.0 expected, found 1.4.0 (127.0.0.1:",
            " refuses connections\n",
            "  the whole record\n"
                + "    ERRORED  every: could not list endpointslices.discovery.k8s.io: the API"
                + " server cannot be reached",
            "Asked from here: names that end in .svc")
        .doesNotContain(SECRET);
  }

  @Test
  void itAsksOnceUnlessItIsToldToWait() throws IOException {
    String busy =
        """
        services:
        - name: users
          checks: [{name: ok, timeout: 20s, http: {url: "http://127.0.0.1:PORT/"}}]
        """;
    assertThat(check(busy).out()).contains("FAILED  ok: status 200 expected, found 503");
    assertThat(asked).hasValue(1);
    asked.set(0);
    Ran ran = check(busy, "--wait", "-o", "json");
    assertThat(ran.code()).isZero();
    assertThat(asked).hasValue(2);
    assertThat(ran.out().replaceAll("\\s+", ""))
        .startsWith(
            "{\"checks\":[{\"record\":\"core\",\"namespace\":\"gobee\",\"service\":\"users\","
                + "\"name\":\"ok\",\"outcome\":\"Passed\",\"tookMillis\":");
  }

  /** A misspelt field would make a check that asks less than it says. */
  @Test
  void whatIsNotUnderstoodIsNotAsked() throws IOException {
    assertThat(
            check(
                "services: [{name: users, checks: [{name: ok, http: {url: \"http://x/\","
                    + " expct: {status: [204]}}}]}]"))
        .isEqualTo(
            new Ran(
                2,
                "",
                "ReleaseRecord core: spec.services[0].checks[0].http.expct is no field of a check;"
                    + " mend or remove it.\n"));
    assertThat(
            check("checks: [{name: ok, tcp: {host: x, port: %s}}]\nservices: []".formatted(SECRET)))
        .isEqualTo(
            new Ran(
                2,
                "",
                "ReleaseRecord core cannot be understood: spec.checks[0].tcp.port is of another"
                    + " kind; `plan -f` has the API server say what is wrong.\n"));
    Ran timeout = check("checks: [{name: ok, timeout: soon, tcp: {host: x, port: 1}}]");
    assertThat(timeout.code()).isEqualTo(2);
    assertThat(timeout.err())
        .startsWith("ReleaseRecord core: spec.checks[0].timeout: \"soon\" is not a duration");
  }

  @Test
  void aRecordWithoutChecksSaysSo() throws IOException {
    assertThat(check("services: [{name: users}]"))
        .isEqualTo(new Ran(0, "ReleaseRecord core in namespace gobee: it has no checks.\n", ""));
  }
}
