package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.Pages;
import dev.releaserecord.api.Phase;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages have people type is typed as it stands there, from the first command to the last. */
@NeedsKwok
class DocumentedCommandsIT {

  private static final String PROVISION =
      "sha256:5138f8c680f21027b767178890f8c435f8e00b31edabd3f6833fbc01c3005482";
  private static final String USERS =
      "sha256:16c08d9527f36aab855bf9eebdad5941d2dc3a9c2a3804f96cbdc8c27b18e41e";
  private static final String NEW =
      "sha256:7dfb4cf67742cb0660305e56ef816c53fcec892cae7f6ee39b75f34e659d672c";
  private static final String SET =
      "$(kubectl -n gobee get rr core -o jsonpath={.status.digestSet})";

  private final Scene scene;
  private final Policies policies;

  DocumentedCommandsIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
    this.policies = Policies.over(scene);
  }

  @BeforeEach
  void twoServicesRun() {
    for (String name : List.of("provision", "users")) {
      scene.apply(
          deployment(
              name,
              2,
              """
              terminationGracePeriodSeconds: 0
              containers:
              - name: %1$s
                image: "ghcr.io/example/core/%1$s:1.4"
                env:
                - {name: PASS, valueFrom: {secretKeyRef: {name: core-rds, key: PASS, optional: true}}}
              """
                  .formatted(name)));
    }
    for (String name : List.of("provision", "users")) {
      scene.kubectl("rollout", "status", "deployment/" + name, "--timeout=60s");
    }
  }

  @AfterEach
  void nothingIsLeft() {
    policies.takeAway();
    scene.kubectl("label", "namespace", scene.namespace(), "releaserecord.dev/approval-");
    scene.kubectl("delete", "rr,rra", "--all");
    scene.kubectl("delete", "deployments", "--all");
    scene.kubectl("delete", "configmap", "release-hold", "--ignore-not-found");
  }

  @Test
  void install() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      new Story(scene, "docs/install.md")
          .prepare(
              "kubectl apply --server-side -f core",
              "sed -i 's/^  drift:/  settle: 0s\\n&/' core.yaml")
          .code("status core", 1)
          .code("plan -f core.yaml", 1)
          .prepare(
              "range .warnings", "sed -i s,overlays/read-only,base, install/kustomization.yaml")
          .until("--watch", "2/2 verified")
          .run();
    }
  }

  @Test
  void approvals() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      declare("");
      policies.install("approval");
      policies.install("four-eyes");
      new Story(scene, "docs/guides/approvals.md")
          .before("set core", this::approvalIsRequired)
          .as("set core", scene.cluster().kubeconfigFor("bob", "developers"))
          .as("--digest-set", scene.cluster().kubeconfigFor("alice", "release-managers"))
          .as("approve core --namespace", scene.cluster().kubeconfigFor("bob", "developers"))
          .code("approve core --namespace", 2)
          .with("sha256:0b69a13a9df2958bfc8728bdb3407ed2f008404b99d21fc6d3584ad00ab8c5e8", SET)
          .run();
      scene.awaitReady("core");
    }
  }

  private void approvalIsRequired() {
    String required = "-p={\"spec\":{\"approval\":\"Required\"}}";
    Scene.eventually(
        () -> assertThat(patched(required, "--dry-run=server", "-o=yaml")).contains("edited-by"));
    patched(required, "-o=name");
  }

  private String patched(String patch, String... more) {
    return scene.kubectl(
        Stream.concat(Stream.of("patch", "rr", "core", "--type=merge", patch), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void rotation() throws Throwable {
    scene.apply(
        "apiVersion: v1\n"
            + "kind: Secret\n"
            + "metadata: {name: core-rds}\n"
            + "stringData: {HOST: a, PORT: '1', PASS: b}\n");
    try (LocalOperator _ = scene.operator()) {
      declare(
          "maxInFlight: 1\n"
              + "secrets: [{name: core-rds, keys: [HOST, PORT, PASS], formats: {PORT: Port}}]\n");
      new Story(scene, "docs/guides/rotation.md").until("--watch", "2/2 verified").run();
    }
  }

  @Test
  void rollback() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      declare("");
      declareNew();
      scene.awaitReady("core");
      new Story(scene, "docs/guides/rollback.md")
          .with(", approved by alice", "")
          .with(
              "--to 91bcd324",
              "--to $(kubectl -n gobee get rr core -o jsonpath={.status.history[1].digestSet}"
                  + " | cut -c 8-15)")
          .before("get rr core\n", this::declareNew)
          .code("status core", 1)
          .run();
    }
  }

  private void declareNew() {
    scene.kubectl(
        "patch",
        "rr",
        "core",
        "--type=json",
        "-p=[{\"op\":\"replace\",\"path\":\"/spec/services/1/digest\",\"value\":\"%s\"},{\"op\":\"add\",\"path\":\"/spec/services/1/version\",\"value\":\"1.5.0\"}]"
            .formatted(NEW));
  }

  @Test
  void kubectlApply() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      declare("drift: Correct\n");
      scene.foreignImage("users", "ghcr.io/example/core/users:1.4", "kubectl-client-side-apply");
      new Story(scene, "docs/guides/kubectl-apply.md").run();
    }
  }

  @Test
  void keel() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      declare("drift: Report\n");
      scene.foreignImage("users", "ghcr.io/example/core/users:1.4.1", "keel");
      new Story(scene, "docs/guides/keel.md").run();
    }
  }

  @Test
  void fromOthers() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      declare("");
      new Story(scene, "docs/guides/from-keel.md").with("${ref##*@}", NEW).run();
      new Story(scene, "docs/guides/from-reloader.md").run();
      scene.awaitReady("core");
    }
  }

  @Test
  void gatesAndHistory() throws Throwable {
    try (LocalOperator _ = scene.operator()) {
      declare("");
      new Story(scene, "docs/gates.md").run();
      new Story(scene, "docs/history.md").run();
      new Story(scene, "docs/checks.md").run();
    }
  }

  private void declare(String more) {
    scene.apply(
        record(
            "core",
            more
                + """
                imagePrefix: ghcr.io/example/core
                services:
                - {name: provision, digest: "%s"}
                - {name: users, digest: "%s"}
                """
                    .formatted(PROVISION, USERS)));
    scene.awaitReady("core");
    scene.awaitPhase("core", "users", Phase.Verified, "");
  }

  /** A command is typed by a story, or the table says why not; and the table says no more. */
  @Test
  void everyPageIsTypedOrSaysWhyNot() throws IOException {
    Set<Path> told = new TreeSet<>();
    List<NotTyped> idle = new ArrayList<>(NotTyped.TABLE);
    for (Path page : Pages.all()) {
      for (PageCommand command : PageCommand.of(page)) {
        told.add(page);
        idle.removeIf(entry -> entry.covers(page, command.text()));
      }
    }
    assertThat(idle).as("not needed any more").isEmpty();
    assertThat(NotTyped.idle(told)).as("whole pages without commands").isEmpty();
    told.removeIf(NotTyped::whole);
    told.removeAll(NotTyped.STORIES);
    assertThat(told).as("pages with commands that nothing types").isEmpty();
  }
}
