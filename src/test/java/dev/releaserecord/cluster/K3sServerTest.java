package dev.releaserecord.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wiring of K3s, without Docker: nothing is started, and a server that is none stands in. */
class K3sServerTest {

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: k3s, cluster: {server: "https://localhost:32768"}}]
      contexts: [{name: k3s, context: {cluster: k3s, user: k3s}}]
      users: [{name: k3s, user: {token: abc}}]
      current-context: k3s
      """;

  @TempDir Path folder;

  private static final class Recorder implements K3sServer {
    private final List<String> calls = new ArrayList<>();
    private final Supplier<String> file;

    private Recorder(Supplier<String> file) {
      this.file = file;
    }

    @Override
    public void start() {
      calls.add("start");
    }

    @Override
    public String kubeconfig() {
      calls.add("kubeconfig");
      return file.get();
    }

    @Override
    public void stop() {
      calls.add("stop");
    }
  }

  @Test
  void isAClusterWhileItRunsAndNothingAfter() throws IOException {
    Recorder server = new Recorder(() -> KUBECONFIG);
    RunningCluster cluster = K3sServer.cluster(server, folder.resolve("new"));

    assertThat(server.calls).containsExactly("start", "kubeconfig");
    assertThat(cluster.flavour()).isEqualTo(Flavour.K3S);
    assertThat(cluster.staysUp()).isFalse();
    assertThat(cluster.kubeconfig()).hasContent(KUBECONFIG);
    assertThat(Files.getPosixFilePermissions(cluster.kubeconfig()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(cluster.client().getMasterUrl()).hasToString("https://localhost:32768/");
    assertThat(cluster.auditLog()).isEmpty();
    assertThatThrownBy(() -> cluster.image("a", "b")).hasMessageContaining("@NeedsNode");

    cluster.close();
    assertThat(server.calls).containsExactly("start", "kubeconfig", "stop");
    assertThat(cluster.kubeconfig()).doesNotExist();
  }

  @Test
  void otherUsersArePlayedByImpersonation() {
    try (RunningCluster cluster = K3sServer.cluster(new Recorder(() -> KUBECONFIG), folder)) {
      var config = cluster.clientFor("alice", "approvers", "staff").getConfiguration();
      assertThat(config.getImpersonateUsername()).isEqualTo("alice");
      assertThat(config.getImpersonateGroups()).containsExactly("approvers", "staff");
      assertThat(cluster.client().getConfiguration().getImpersonateUsername()).isNull();
      assertThat(cluster.clientFor("alice", "approvers", "staff"))
          .isSameAs(cluster.clientFor("alice", "approvers", "staff"));
    }
  }

  @Test
  void doesNotOutliveAFailedStart() {
    Recorder server =
        new Recorder(
            () -> {
              throw new IllegalStateException("no file in the container");
            });
    assertThatThrownBy(() -> K3sServer.cluster(server, folder))
        .hasRootCauseMessage("no file in the container");
    assertThat(server.calls).containsExactly("start", "kubeconfig", "stop");
  }

  @Test
  void takesTheImageOrAMirrorOfItAndAsksForDockerOnlyAtTheStart() {
    assertThatCode(() -> K3sServer.ofImage("rancher/k3s:v1.34.4-k3s1")).doesNotThrowAnyException();
    assertThatCode(() -> K3sServer.ofImage("mirror.example:5000/k3s:v1.34.4-k3s1"))
        .doesNotThrowAnyException();
  }
}
