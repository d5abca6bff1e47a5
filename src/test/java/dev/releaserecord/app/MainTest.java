package dev.releaserecord.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Exit codes and what is printed, of everything that does not need a cluster. */
class MainTest {

  private record Ran(int code, String out, String err) {}

  @TempDir private Path folder;

  @Test
  void versionAndHelpAreFine() {
    assertThat(run("--version").code()).isZero();
    assertThat(run("--version").out()).startsWith("release-operator ");
    assertThat(run("--help").code()).isZero();
    assertThat(run("run", "--help").out()).contains("RELEASE_OPERATOR_LEASE_DURATION");
  }

  @Test
  void usageErrorsAreTwo() {
    for (String[] arguments :
        new String[][] {{}, {"bogus"}, {"run", "--bogus"}, {"run", "extra"}, {"run", "-n"}}) {
      Ran ran = run(arguments);
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("--help").doesNotContain("\tat ");
      assertThat(ran.out()).isEmpty();
    }
  }

  @Test
  void aBadValueIsOneLine() {
    Ran ran = run("run", "--http-port", "http");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines()).singleElement().asString().contains("--http-port");
  }

  @Test
  void aPlanWithoutAUsableFileIsOneLineAndTwo() throws IOException {
    assertThat(run("plan").code()).isEqualTo(2);
    assertThat(run("plan", "--help").out()).contains("Exit codes: 0 nothing would change");
    Path none = Files.writeString(folder.resolve("none.yaml"), "kind: ConfigMap\n");
    for (String[] arguments :
        new String[][] {
          {"plan", "-f", folder.resolve("nowhere").toString()},
          {"plan", "-f", none.toString()},
          {"plan", "-f", none.toString(), "-o", "table"},
        }) {
      Ran ran = run(arguments);
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err().lines()).hasSize(1);
      assertThat(ran.out()).isEmpty();
    }
  }

  @Test
  void aPlanOfARecordInTwoPlacesIsOneLine() throws IOException {
    Path record =
        Files.writeString(
            folder.resolve("record.yaml"),
            """
            apiVersion: releaserecord.dev/v1
            kind: ReleaseRecord
            metadata: {name: core, namespace: gobee}
            spec: {}
            """);
    Ran ran = run("plan", "-f=" + record, "--kubeconfig=" + kubeconfig(1), "--namespace=robson");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines()).singleElement().asString().contains("gobee", "robson");
  }

  @Test
  void aKubeconfigThatIsNotThereIsOneLine() {
    Ran ran = run("run", "--kubeconfig", folder.resolve("none").toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines()).singleElement().asString().contains("--kubeconfig");
  }

  @Test
  void aFileThatIsNoKubeconfigIsOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("config"), "clusters: [");
    Ran ran = run("run", "--kubeconfig", file.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines()).singleElement().asString().contains("kubectl --kubeconfig");
  }

  @Test
  void aContextThatIsNotThereNamesThoseThatAre() throws IOException {
    Ran ran = run("run", "--kubeconfig", kubeconfig(1).toString(), "--context", "staging");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .contains("no context \"staging\"")
        .contains("here, there");
  }

  @Test
  void anApiServerThatIsDownIsOneLineAndLeavesNoPortFile() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Path portFile = folder.resolve("port");
    Ran ran =
        run(
            "run",
            "--kubeconfig=" + kubeconfig(closed),
            "--http-port=0",
            "--http-port-file=" + portFile);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .contains("http://127.0.0.1:" + closed)
        .contains("connection refused");
    assertThat(portFile).doesNotExist();
  }

  @Test
  void aPortThatIsTakenIsOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Ran ran = run("run", "--kubeconfig=" + kubeconfig(1), "--http-port=" + taken.getLocalPort());
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err().lines()).singleElement().asString().contains("--http-port");
    }
  }

  private Path kubeconfig(int port) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters:
        - name: local
          cluster: {server: "http://127.0.0.1:%d"}
        contexts:
        - name: here
          context: {cluster: local, user: me}
        - name: there
          context: {cluster: local, user: me}
        users:
        - name: me
          user: {}
        """
            .formatted(port));
  }

  private static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine(Map.of())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return new Ran(code, out.toString(), err.toString());
  }
}
