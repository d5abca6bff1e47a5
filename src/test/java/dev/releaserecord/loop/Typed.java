package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A terminal in a folder that looks like the tree that pages are written for. */
record Typed(Scene scene, Path folder) {

  record Answer(int code, String said) {}

  private static final long PATIENCE_SECONDS = 60;
  private static final List<String> TREE =
      List.of("operator", "helm-free-manifests", "crds", "docs", "dev", "target");

  static Typed in(Scene scene, Path page) throws IOException {
    Path root = Files.createDirectories(Path.of("target", "typed"));
    String name = page.getFileName().toString().replace(".md", "-");
    Path folder = Files.createTempDirectory(root, name).toAbsolutePath();
    for (String part : TREE) {
      Files.createSymbolicLink(folder.resolve(part), Path.of(part).toAbsolutePath());
    }
    return new Typed(scene, folder);
  }

  Answer type(String command, Path kubeconfig) throws Exception {
    Path output = Files.createTempFile(folder, "command", ".out");
    Process process = start(command, kubeconfig, output);
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
    } finally {
      end(process);
    }
    return new Answer(process.exitValue(), Files.readString(output));
  }

  /** For what goes on by itself: until it has said that, as its reader would. */
  void typeUntil(String command, String word) throws Exception {
    Path output = Files.createTempFile(folder, "command", ".out");
    Process process = start(command, scene.cluster().kubeconfig(), output);
    try {
      await(command)
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .pollInterval(Scene.POLL)
          .untilAsserted(() -> assertThat(Files.readString(output)).contains(word));
    } finally {
      end(process);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** A kubeconfig of its own, that stands in the namespace: pages leave `-n` out here and there. */
  private Path standing(Path kubeconfig) throws IOException {
    Path own = folder.resolve("kubeconfig-of-" + kubeconfig.toAbsolutePath().hashCode());
    if (Files.notExists(own)) {
      Files.copy(kubeconfig, own);
      String namespace = "--namespace=" + scene.namespace();
      assertThat(
              scene
                  .cluster()
                  .kubectl("config", "set-context", "--current", namespace, "--kubeconfig=" + own)
                  .exitCode())
          .isZero();
    }
    return own;
  }

  private Process start(String command, Path kubeconfig, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "set -o pipefail\n" + command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    Stream.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
        .forEach(environment::remove);
    Path admin = scene.cluster().kubeconfig().toAbsolutePath();
    environment.put("KUBECONFIG", standing(kubeconfig).toString());
    environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    environment.put("KUBE_EDITOR", "true");
    String path = admin.resolveSibling("bin") + ":" + folder.resolve("operator/bin");
    environment.merge("PATH", path, (old, ours) -> ours + ":" + old);
    return builder.start();
  }
}
