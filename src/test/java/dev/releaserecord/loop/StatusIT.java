package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.digest;
import static dev.releaserecord.loop.Manifests.image;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.Main;
import dev.releaserecord.app.command.Version;
import dev.releaserecord.cluster.AuditLog;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.DigestSet;
import dev.releaserecord.image.DigestSet.Member;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** {@code status} for programs, and while a release is on its way. */
@NeedsKwok
class StatusIT {

  private static final String NO_WATCH =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: status-reader}
      rules:
      - {apiGroups: [releaserecord.dev], resources: [releaserecords], verbs: [get]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: status-reader}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: status-reader}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: status-reader}]
      """;

  private final Scene scene;
  private final Cluster cluster;

  StatusIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.cluster = cluster;
  }

  /** The command on a thread of its own, with what it has written so far. */
  private final class Watching {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> code;

    private Watching(String... options) {
      String[] words = new String[options.length + 4];
      words[0] = "status";
      words[1] = "core";
      words[2] = "--kubeconfig=" + cluster.kubeconfig();
      words[3] = "--namespace=" + scene.namespace();
      System.arraycopy(options, 0, words, 4, options.length);
      code =
          CompletableFuture.supplyAsync(
              () ->
                  Main.commandLine(Map.of())
                      .setOut(new PrintWriter(out, true))
                      .setErr(new PrintWriter(err, true))
                      .execute(words),
              Executors.newVirtualThreadPerTaskExecutor());
    }

    private void awaitLine(String part) {
      Scene.eventually(() -> assertThat(out.toString()).as(err.toString()).contains(part));
    }

    private int end() throws InterruptedException, ExecutionException, TimeoutException {
      return code.get(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void aPipeGetsALineForEachChangeAndNothingIsAskedTwice() throws Exception {
    scene.apply(deployment("users", image("users", "0")));
    scene.apply(record("core", "users", "1"));
    try (LocalOperator operator = scene.operator()) {
      scene.awaitReady("core");
      AuditLog.Mark mark = scene.audit().mark();
      Watching lines = new Watching("--watch");
      Watching documents = new Watching("-w", "-o", "json");
      lines.awaitLine("Z core: Verified, 1/1 verified\n");
      lines.awaitLine("Z users: Verified, 1/1 ready");
      documents.awaitLine("\"ready\":true");

      scene.apply(record("core", "users", "2"));
      lines.awaitLine("core declares " + declared("2"));
      lines.awaitLine("Z users: RollingOut, ");
      scene.awaitReady("core");
      documents.awaitLine(declared("2"));
      Scene.eventually(
          () -> assertThat(lines.out.toString().split("Z core: Verified", -1)).hasSize(3));
      assertThat(lines.out.toString().lines())
          .allMatch(it -> it.matches("[-0-9]{10}T[:0-9]{8}Z .*"))
          .allMatch(it -> it.indexOf('\u001b') < 0);
      assertThat(documents.out.toString().lines()).allMatch(it -> it.startsWith("{\"record\":"));

      scene.deleteRecord("core");
      assertThat(lines.end()).isEqualTo(1);
      assertThat(documents.end()).isEqualTo(1);
      assertThat(lines.err.toString()).isEqualTo("ReleaseRecord core was deleted.\n");
      assertThat(scene.audit().requestsSince(mark))
          .filteredOn(it -> it.userAgent().equals("release-operator/" + Version.current()))
          .filteredOn(it -> it.namespace().equals(scene.namespace()))
          .as("of each one look, one list and one watch")
          .extracting(AuditLog.Request::verb)
          .containsOnly("get", "list", "watch")
          .filteredOn(verb -> !verb.equals("watch"))
          .hasSize(4);
      assertThat(operator.health().problems()).isEmpty();
    }
  }

  private String declared(String word) {
    Digest digest = Digest.parse(digest(word)).orElseThrow();
    return DigestSet.of(List.of(new Member("users", Manifests.PREFIX + "/users", digest)))
        .orElseThrow();
  }

  @Test
  void programsReadWhetherItIsReadyAndWhatTheOperatorWrote() {
    scene.apply(record("new", "users", "1"));
    Program program = new Program(scene);
    Program.Ran json = program.run("status", "new", "-o", "json");
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.out()).contains("\"ready\" : false", "\"reason\" : \"Pending\"");
    assertThat(program.run("status", "new", "-o", "yaml").out())
        .startsWith("---\nrecord: \"new\"\n")
        .contains("\nready: false\n");
    Program.Ran wrong = program.run("status", "new", "-o", "table");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--output", "text, json or yaml");
  }

  @Test
  void whoMayNotWatchIsToldWhatIsMissing() {
    scene.apply(record("core", "users", "1"), NO_WATCH);
    Program program = new Program(scene);
    Scene.eventually(
        () ->
            assertThat(program.as(cluster.kubeconfigFor("status-reader"), "status", "core").code())
                .isEqualTo(1));
    Program.Ran ran = program.as(cluster.kubeconfigFor("status-reader"), "status", "core", "-w");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("status-reader may not list releaserecords.releaserecord.dev in namespace ");
    assertThat(program.run("status", "nothing", "--watch").err())
        .contains("There is no ReleaseRecord nothing");
  }
}
