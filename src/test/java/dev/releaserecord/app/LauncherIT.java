package dev.releaserecord.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.cluster.ClusterExtension;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The built program as people start it. */
@ExtendWith(ClusterExtension.class)
class LauncherIT {

  private static final Path LAUNCHER = Path.of("operator/bin/release-operator").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private record Ran(int code, String out, String err) {}

  @TempDir private Path folder;

  @Test
  void findsJdkAndJarThroughALinkFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("operator"), LAUNCHER);
    Ran ran = run(new ProcessBuilder(link.toString(), "--version").directory(folder.toFile()));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("release-operator ").doesNotContain("development");
    assertThat(ran.code()).isZero();
  }

  @Test
  void withoutAJarItSaysHowToBuild() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("operator/bin"));
    Path copy = Files.copy(LAUNCHER, bin.resolve("release-operator"));
    Ran ran = run(new ProcessBuilder("sh", copy.toString(), "--version"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("./mvnw").contains("package");
  }

  @Test
  void aJdkThatIsTooOldIsNamed() throws Exception {
    Path old = Files.createDirectories(folder.resolve("jdk/bin"));
    Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    ProcessBuilder builder = new ProcessBuilder(LAUNCHER.toString(), "--version");
    builder.environment().put("RELEASE_OPERATOR_JAVA_HOME", folder.resolve("jdk").toString());
    Ran ran = run(builder);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("RELEASE_OPERATOR_JAVA_HOME").contains("25");
  }

  @Test
  void aStopBySignalGivesTheLeaseAwayAndIsFine(KubernetesClient client, TestNamespace namespace)
      throws Exception {
    Path portFile = folder.resolve("port");
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(LAUNCHER.toString());
    command.add("run");
    command.add("--kubeconfig=" + client.getConfiguration().getFile());
    command.add("--namespace=" + namespace.name());
    command.add("--http-port=0");
    command.add("--http-port-file=" + portFile);
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    try {
      await().atMost(PATIENCE).until(() -> Files.exists(portFile) || !process.isAlive());
      assertThat(log).content().isNotEmpty();
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      String port = Files.readString(portFile).strip();
      await().atMost(PATIENCE).until(() -> status(port, "/readyz") == 200);
      assertThat(status(port, "/healthz")).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> !holder(client, namespace).isEmpty());

      process.destroy();
      await().atMost(Duration.ofSeconds(1)).until(() -> holder(client, namespace).isEmpty());
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Files.readAllLines(log)).isNotEmpty().allMatch(line -> line.startsWith("{"));
    } finally {
      process.destroyForcibly();
    }
  }

  private static int status(String port, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:%s%s".formatted(port, path));
      return client
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static String holder(KubernetesClient client, TestNamespace namespace) {
    var lease = client.leases().inNamespace(namespace.name()).withName("release-operator").get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }

  private static Ran run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    String out;
    String err;
    try (InputStream stdout = process.getInputStream();
        InputStream stderr = process.getErrorStream()) {
      out = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
      err = new String(stderr.readAllBytes(), StandardCharsets.UTF_8);
    }
    return new Ran(process.waitFor(), out, err);
  }
}
