package dev.releaserecord.app.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.Main;
import dev.releaserecord.check.registry.Sham;
import dev.releaserecord.check.registry.Sham.Asked;
import dev.releaserecord.check.registry.Sham.Said;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code resolve} as somebody runs it, upon a registry that a test plays. */
class ResolveCommandTest {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final String WORD = "QzCaNaRy7xKwVb";
  private static final String LOGIN =
      Base64.getEncoder().encodeToString(("alice:" + WORD).getBytes(UTF_8));

  @TempDir private Path folder;
  private Path logins;
  private Sham registry;

  private record Ran(int code, String out, String err) {}

  @SuppressWarnings("NullAway.Init") // before each test
  ResolveCommandTest() {}

  /** A registry where alice alone may read what is locked. */
  private static Said answer(Asked asked) {
    boolean alice = ("Basic " + LOGIN).equals(asked.authorization());
    if (asked.uri().contains("locked") && !alice) {
      return Said.of(401, "WWW-Authenticate", "Basic realm=\"x\"");
    }
    return asked.uri().endsWith("/1.4")
        ? Said.of(200, "Content-Type", MANIFEST, "Docker-Content-Digest", DIGEST)
        : Said.of(404);
  }

  @BeforeEach
  void open() throws IOException {
    registry = Sham.http(ResolveCommandTest::answer);
    logins = Files.writeString(folder.resolve("config.json"), "{}");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Ran resolve(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine(Map.of("RELEASE_OPERATOR_DOCKER_CONFIG", logins.toString()))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    List<String> all =
        new ArrayList<>(List.of("resolve", "--plain-http-registry", registry.host()));
    all.addAll(List.of(words));
    int code = line.execute(all.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  @Test
  void theReferenceAloneIsTheOutput() {
    String users = registry.host() + "/g/users";
    assertThat(resolve(users + ":1.4"))
        .isEqualTo(
            new Ran(
                0, users + "@" + DIGEST + "\n", users + ":1.4 is an image for one platform.\n"));
    assertThat(resolve(users + ":1.4", "-o", "json").out())
        .contains("\"reference\" : \"" + users + "@" + DIGEST + "\"", "\"kind\" : \"image\"");
  }

  @Test
  void aTagThatIsNotThereIsAFinding() {
    String users = registry.host() + "/g/users";
    Ran ran = resolve(users + ":1.4", users + ":9");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEqualTo(users + "@" + DIGEST + "\n");
    assertThat(ran.err())
        .contains(
            users
                + ":9: registry "
                + registry.host()
                + " answered 404: it has no such tag; push it, or mend the name.");
  }

  @Test
  void aLoginIsTakenFromTheFileAndNeverPrinted() throws IOException {
    String locked = registry.host() + "/g/locked:1.4";
    Ran nobody = resolve(locked);
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err())
        .contains("answered 401 to nobody in particular", "docker login " + registry.host());

    Files.writeString(
        logins, "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(registry.host(), LOGIN));
    Ran alice = resolve(locked);
    assertThat(alice.code()).isZero();
    Ran absent = resolve(registry.host() + "/g/locked:9", "-o", "yaml");
    assertThat(absent.code()).isEqualTo(1);

    String wrong = Base64.getEncoder().encodeToString(("bob:" + WORD).getBytes(UTF_8));
    Files.writeString(
        logins, "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(registry.host(), wrong));
    Ran bob = resolve(locked);
    assertThat(bob.code()).isEqualTo(2);
    assertThat(bob.err()).contains("answered 401 to the login in " + logins);
    assertThat(nobody + " " + alice + absent + bob).doesNotContain(WORD, LOGIN, wrong, "alice");
  }

  @Test
  void aProgramThatKeepsLoginsIsNamed() throws IOException {
    Files.writeString(logins, "{\"credsStore\": \"desktop\"}");
    assertThat(resolve(registry.host() + "/g/locked:1.4").err())
        .contains("docker-credential-desktop, which is not run", "--docker-config");
  }

  @Test
  void whatCannotBeAskedOrReadIsSaid() throws IOException {
    Ran tls = resolve("127.0.0.1:1/g/users:1");
    assertThat(tls.code()).isEqualTo(2);
    assertThat(tls.err()).contains("registry 127.0.0.1:1 could not be connected to.");
    assertThat(resolve("users").code()).isEqualTo(2);
    Files.writeString(logins, "{\"auths\": {\"r.io\": {\"auth\": \"" + WORD + "!\"}}}");
    Ran broken = resolve(registry.host() + "/g/users:1.4");
    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.err()).contains("is no configuration of Docker").doesNotContain(WORD);
    logins = folder.resolve("none.json");
    assertThat(resolve(registry.host() + "/g/users:1.4").err()).contains("cannot be read");
  }

  /** As most people meet it: a registry of their own, which answers a greeting of TLS in words. */
  @Test
  void aRegistryWithoutTlsThatNobodyNamedIsExplained() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> answerInWords(socket));
      String host = "127.0.0.1:" + socket.getLocalPort();
      Ran ran = resolve(host + "/g/users:1");
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("if it speaks none: --plain-http-registry " + host);
    }
  }

  /** Whoever comes: a client whose connection broke off comes again. */
  private static void answerInWords(ServerSocket socket) {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        var unused = connection.getInputStream().read();
        connection.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(UTF_8));
        connection.shutdownOutput();
        // With a greeting that is not read to its end, closing would take the answer back.
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // The client has what it came for, or the test is over.
      }
    }
  }
}
