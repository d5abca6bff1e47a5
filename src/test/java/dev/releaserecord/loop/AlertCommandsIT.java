package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.PREFIX;
import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the pages of the alerts have people look at can be typed as it stands there. Not run are
 * logs and what goes through a pod: no kubelet is here.
 */
@NeedsKwok
class AlertCommandsIT {

  private static final Path PAGES = Path.of("docs/runbooks/alerts");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\n(.*?)^```");
  private static final Pattern NEEDS_A_KUBELET = Pattern.compile(" logs |/proxy/");
  private static final int AT_LEAST = 25;
  private static final long PATIENCE_SECONDS = 30;

  private final Scene scene;

  AlertCommandsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @Test
  void everyCommandCanBeTyped() throws Exception {
    scene.apply(
        deployment("users", PREFIX + "/users:1"),
        deployment("release-operator", PREFIX + "/release-operator:1"),
        "apiVersion: v1\nkind: Secret\nmetadata: {name: users-rds}\nstringData: {PASS: heron}\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: release-hold}\ndata: {reason: test}\n",
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: release-operator}
        spec: {holderIdentity: somebody, leaseTransitions: 3}
        """);
    try (LocalOperator _ = scene.operator()) {
      scene.apply(
          record(
              "core",
              "services: [{name: users, digest: \"%s\", secrets: [{name: users-rds, keys: [HOST]}]}]\n"
                  .formatted(digest("1"))));
      scene.awaitPhase("core", "users", Phase.Held, "");
      List<String> commands = commands();
      assertThat(commands).hasSizeGreaterThan(AT_LEAST);
      for (String command : commands) {
        run(command);
      }
    }
  }

  private List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    try (Stream<Path> pages = Files.list(PAGES)) {
      for (Path page : pages.sorted().toList()) {
        BLOCK
            .matcher(Files.readString(page))
            .results()
            .flatMap(block -> block.group(1).lines())
            .filter(line -> line.startsWith("kubectl "))
            .filter(line -> !NEEDS_A_KUBELET.matcher(line).find())
            .map(this::filledIn)
            .forEach(commands::add);
      }
    }
    return commands;
  }

  private String filledIn(String command) {
    return command
        .replace("<namespace>", scene.namespace())
        .replace("<operator-namespace>", scene.namespace())
        .replace("<record>", "core")
        .replace("<service>", "users")
        .replace("<secret>", "users-rds");
  }

  private void run(String command) throws Exception {
    assertThat(command).doesNotContain("<");
    Path output = Files.createTempFile("command", ".out");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "set -o pipefail; " + command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Path kubeconfig = scene.cluster().kubeconfig();
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder
        .environment()
        .merge(
            "PATH", kubeconfig.resolveSibling("bin").toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    Files.delete(output);
    // "no" is an answer as well, by an exit code of its own.
    if (!command.contains(" auth can-i ")) {
      assertThat(process.exitValue()).as("%s\n%s", command, said).isZero();
    }
    assertThat(said).as(command).doesNotContain("heron").doesNotContain("error:");
  }
}
