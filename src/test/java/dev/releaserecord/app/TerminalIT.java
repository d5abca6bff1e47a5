package dev.releaserecord.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.CommandResult;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built program as somebody at a terminal has it: {@code script} lends it one, and a Ctrl-C
 * that is typed there is one.
 */
@ExtendWith(ClusterExtension.class)
class TerminalIT {

  private static final Path BIN = Path.of("operator/bin").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CTRL_C = 3;

  private static final String STATUS =
      """
      {"status": {
        "observedGeneration": 1, "summary": "%2$s",
        "services": [{"name": "users", "phase": "%1$s", "ready": "1/1", "since": "2026-11-30T22:06:10Z"}],
        "conditions": [{"type": "Ready", "status": "%3$s", "reason": "%1$s", "message": "%2$s",
          "observedGeneration": 1, "lastTransitionTime": "2026-11-30T22:06:10Z"}]}}
      """;

  @TempDir private Path folder;

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;

  TerminalIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace.name();
  }

  /** Nobody but this test is the operator here. */
  @BeforeEach
  void declare() {
    String record =
        """
        apiVersion: releaserecord.dev/v1
        kind: ReleaseRecord
        metadata: {name: core}
        spec: {imagePrefix: r.io/team, services: [{name: users}]}
        """;
    client
        .load(new ByteArrayInputStream(record.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .serverSideApply();
    tell("Stuck", "0/1 verified", "False");
  }

  private void tell(String phase, String summary, String ready) {
    client
        .resources(ReleaseRecord.class)
        .inNamespace(namespace)
        .withName("core")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), STATUS.formatted(phase, summary, ready));
  }

  /** Starts it at a terminal of its own; what it draws goes into the file. */
  private Process start(Path screen, Map<String, String> environment, String... words)
      throws IOException {
    // Without exec a shell may stay between, be ended by the Ctrl-C too, and answer 130 for it; and
    // whoever was started in the background was told to take no notice of one.
    String command =
        "exec env --default-signal=INT "
            + BIN.resolve("release-operator")
            + " "
            + String.join(" ", words)
            + " --kubeconfig="
            + cluster.kubeconfig()
            + " --namespace="
            + namespace;
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of("script", "--quiet", "--return", "--command", command, "/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile());
    builder.environment().putAll(Map.of("TERM", "xterm-256color", "LC_ALL", "C.UTF-8"));
    // The cluster may be one of this machine, and colours are what this is about.
    builder
        .environment()
        .keySet()
        .removeIf(it -> it.toLowerCase(Locale.ROOT).endsWith("_proxy") || it.equals("NO_COLOR"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static void awaitOn(Path screen, String part) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Files.readString(screen)).contains(part));
  }

  @Test
  void aTableIsDrawnOverUntilCtrlC() throws Exception {
    Path screen = folder.resolve("screen");
    Process watch = start(screen, Map.of(), "status", "core", "--watch");
    try {
      awaitOn(screen, "\u001b[31mcore: Stuck, 0/1 verified\u001b[0m");
      awaitOn(screen, "22:06:10Z");
      assertThat(Files.readString(screen)).doesNotContain("\u001b[4A");
      tell("Verified", "1/1 verified", "True");
      awaitOn(screen, "\u001b[4A\r\u001b[J\u001b[32mcore: Verified, 1/1 verified\u001b[0m");
      watch.getOutputStream().write(CTRL_C);
      watch.getOutputStream().flush();
      assertThat(end(watch)).as(Files.readString(screen)).isZero();
      assertThat(Files.readString(screen)).doesNotContain("Exception", "fault");
    } finally {
      watch.destroyForcibly();
    }
  }

  @Test
  void coloursAreForWhoeverWantsThem() throws Exception {
    Path coloured = folder.resolve("coloured");
    assertThat(end(start(coloured, Map.of(), "status", "core"))).isEqualTo(1);
    assertThat(Files.readString(coloured))
        .contains("└─ users: \u001b[31mStuck\u001b[0m, 1/1 ready");
    Path plain = folder.resolve("plain");
    assertThat(end(start(plain, Map.of("NO_COLOR", "1"), "status", "core"))).isEqualTo(1);
    assertThat(Files.readString(plain)).contains("└─ users: Stuck, 1/1 ready");
  }

  @Test
  void kubectlCallsItAsAPlugin() {
    Map<String, String> path = Map.of("PATH", BIN + ":" + System.getenv("PATH"));
    CommandResult status =
        cluster.kubectl(path, "release", "status", "core", "--namespace=" + namespace);
    assertThat(status.stderr()).isEmpty();
    assertThat(status.stdout())
        .startsWith("ReleaseRecord core in namespace " + namespace + ": Stuck, 0/1 verified\n");
    assertThat(status.exitCode()).as("its own").isEqualTo(1);

    CommandResult help = cluster.kubectl(path, "release", "--help");
    assertThat(help.stdout()).startsWith("Usage: kubectl release [-hV] COMMAND\n");
    assertThat(help.exitCode()).isZero();
    CommandResult wrong = cluster.kubectl(path, "release", "status");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.stderr()).contains("See `kubectl release status --help`.");
  }

  @Test
  void thePluginIsFoundThroughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolve("kubectl-release"), BIN.resolve("kubectl-release"));
    assertThat(link).exists();
    CommandResult version =
        cluster.kubectl(
            Map.of("PATH", folder + ":" + System.getenv("PATH")), "release", "--version");
    assertThat(version.stdout()).startsWith("release-operator ");
    assertThat(version.exitCode()).isZero();
  }
}
